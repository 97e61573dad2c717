"""What readers of Traditional Chinese see is made from the Simplified texts, word by word."""

from babel.messages.catalog import Catalog

from scripts.messages import traditional


def test_words_keep_the_meaning_they_have_here() -> None:
    texts = Catalog()
    for told in ("发布公告", "提交审核", "注销账号", "退出登录", "投诉台账", "国家或地区代码"):
        texts.add(told, told)

    said = [message.string for message in traditional(texts) if message.id]

    assert said == ["發布公告", "提交審核", "註銷帳號", "退出登入", "投訴臺帳", "國家或地區代碼"]
