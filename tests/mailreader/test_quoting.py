import re

import pytest

from portal.mailreader.html_text import to_text
from portal.mailreader.quoting import fresh_text

NEW = "同意,周三上午可以。"
HISTORIES = {
    "qq": '------------------ 原始邮件 ------------------\n发件人: "客服" <k@x.com>;\n发送时间: 2026年\n\n旧内容',
    "qq-no-space": "------------------\xa0原始邮件\xa0------------------\n旧内容",
    "qq-english": "------------------ Original ------------------\nFrom: k\n旧内容",
    "outlook": (
        "________________________________\n"
        "发件人: 客服 <k@x.com>\n"
        "发送时间: 2026年11月20日 16:05\n"
        "收件人: a@b.c\n"
        "主题: 漏水\n"
        "\n"
        "旧内容"
    ),
    "outlook-en": (
        "From: Desk <k@x.com>\nSent: Friday, November 20, 2026 4:05 PM\nTo: a@b.c\nSubject: RE: leak\n\n旧内容"
    ),
    "outlook-hant": ("寄件者: 客服 <k@x.com>\n寄件日期: 2026年11月20日\n收件者: a@b.c\n主旨: 漏水\n\n旧内容"),
    "outlook-original": "-----Original Message-----\nFrom: k\n旧内容",
    "outlook-china": "-----邮件原件-----\n发件人: k\n旧内容",
    "alimail": (
        "------------------------------------------------------------------\n"
        "发件人:客服<k@x.com>\n"
        "发送时间:2026年11月20日(星期五) 16:05\n"
        "收件人:a<a@b.c>\n"
        "主 题:漏水\n"
        "\n"
        "旧内容"
    ),
    "foxmail": ("\xa0\n发件人:\xa0客服\n发送时间:\xa02026-11-20\xa016:05\n收件人:\xa0a\n主题:\xa0漏水\n旧内容"),
    "163": '在 2026-11-20 16:05:00,"客服" <k@x.com> 写道:\n\n>旧内容',
    "163-at": 'At 2026-11-20 16:05:00, "客服" <k@x.com> wrote:\n\n旧内容',
    "163-master": ("---- 回复的原邮件 ----\n| 发件人 | k@x.com |\n| 日期 | 2026年11月20日 |\n旧内容"),
    "gmail": ("客服中心 <k@x.com> 于2026年11月19日周四 17:40写道:\n\n> 旧内容\n> 谢谢"),
    "gmail-wrapped": ("客服中心 <\nk@x.com> 于2026年11月19日周四\n17:40写道:\n\n> 旧内容"),
    "gmail-en": "On Thu, Nov 19, 2026 at 5:40 PM Desk <k@x.com> wrote:\n\n> 旧内容",
    "gmail-hant": "客服 <k@x.com> 於 2026年11月19日 週四 下午5:40寫道:\n\n> 旧内容",
    "apple": "> 在 2026年11月19日,17:40,客服 <k@x.com> 写道:\n> \n> 旧内容",
    "apple-date-first": "2026年11月19日 17:40,客服 <k@x.com> 写道:\n\n> 旧内容",
    "gmail-ja": "2026年11月20日(金) 16:05 客服 <k@x.com>:\n\n> 旧内容",
    "139": "----邮件原文----\n发件人:客服 <k@x.com>\n收件人:a\n抄\u3000送: (无)\n发送时间:2026-11-20\n旧内容",
    "samsung": "-------- 原始邮件 --------\n发件人: 客服 <k@x.com>\n日期: 2026/11/20  16:05  (GMT+08:00)\n旧内容",
    "dingtalk": "-------------------\n发件人:客服<k@x.com>\n日 期:2026年11月20日\n收件人:a\n主 题:漏水\n\n旧内容",
    "prefix-only": "> 旧内容\n> 谢谢",
}


@pytest.mark.parametrize("name", HISTORIES)
def test_fresh_text_cuts_history(name):
    assert fresh_text(f"{NEW}\n\n{HISTORIES[name]}") == NEW


@pytest.mark.parametrize("name", HISTORIES)
def test_fresh_text_cuts_history_with_full_width_marks(name):
    """As Chinese programs write them: 发件人\uff1a and a comma between date and name."""
    marks = re.sub(r"(?<=[\u4e00-\u9fff\xa0])\s*:", "\uff1a", HISTORIES[name])
    marks = re.sub(r"(?<=\d),(?=[\d\u4e00-\u9fff])", "\uff0c", marks)

    assert fresh_text(f"{NEW}\n\n{marks}") == NEW


def test_fresh_text_keeps_answers_below_and_between_quotes():
    text = "On Thu, Nov 19, 2026 at 5:40 PM Desk <k@x.com> wrote:\n> 什么时候方便?\n周三。\n> 谁在家?\n我母亲。"

    assert fresh_text(text) == "周三。\n我母亲。"


@pytest.mark.parametrize(
    "text",
    [
        "邻居在群里写道:楼道太脏了",
        "发件人是谁我不知道\n收件人也不知道",
        "时间: 11月3日\n地点: 地下车库\n请处理",
        "---------- 转发的邮件 ----------\n发件人: 物业\n请看这封通知",
        "损失清单:\n-----\n1. 地板",
        "2026年11月20日 请联系我母亲 <mama@x.com>",
    ],
)
def test_fresh_text_leaves_what_only_resembles_history(text):
    assert fresh_text(text) == text


@pytest.mark.parametrize(
    "quote",
    [
        '<div class="gmail_quote">旧内容</div>',
        '<blockquote id="isReplyContent">旧内容</blockquote>',
        '<div id="divRplyFwdMsg"><b>发件人:</b> k<br>旧内容</div>',
        '<blockquote type="cite">旧内容</blockquote>',
        '<div class="xm_mail_oringinal_describe"><div>发件人\uff1ak</div></div><div>旧内容</div>',
        '<div class="history-quote-wrapper"><div>From: k</div><div>旧内容</div></div>',
        "<div>------------------ 原始邮件 ------------------</div><div>旧内容</div>",
    ],
)
def test_fresh_text_of_html(quote):
    whole, fresh = to_text(f"<div>{NEW}</div>{quote}")

    assert "旧内容" in whole
    assert fresh_text(fresh) == NEW


def test_html_to_text_drops_scripts_styles_images_and_hidden_text():
    source = (
        "<html><head><title>t</title><style>p{}</style></head><body><p>一&amp;二</p><script>alert('<p>x</p>')</script>"
        '<div style="display:none">隐藏</div><img src="http://track.example/x.gif"><!-- c --><table><tr><td>三</td>'
        "<td>四</td></tr></table><svg onload=x()><text>五</text></svg></body></html>"
    )

    assert to_text(source)[0] == "一&二\n\n三 四"
