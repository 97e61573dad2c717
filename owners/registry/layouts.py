"""The columns of owners' registers, fee lists and purchase lists, by the many names that offices give them."""

from django.utils.translation import gettext_lazy as _

from owners.models.imports import ImportKind
from owners.registry.columns import Field, Layout

_BLOCK: dict[Field, str] = {
    Field.PHASE: "期 分期 期次 项目期数 项目分期 期区 分区 组团 所属分期 phase",
    Field.BUILDING: (
        "楼栋 楼栋号 楼号 栋号 栋 幢 幢号 楼幢 楼座 座号 座栋 楼宇 楼宇号 楼 大楼 楼幢号 楼栋名称 "
        "楼宇名称 栋座 号楼 樓棟 樓號 樓宇 棟 building buildingno block tower"
    ),
    Field.ENTRANCE: "单元 单元号 单元名称 门洞 门栋 梯号 單元 單元號 entrance staircase",
    Field.ROOM: (
        "房号 房间号 房间 室号 门牌号 门牌 户号 房屋编号 房产编号 房屋号 房间编号 房屋 房产 房源 "
        "房源名称 室 房屋名称 房产名称 房屋地址 房产地址 房屋坐落 房号地址 户室号 单元房号 楼栋房号 "
        "房间名称 物业地址 住址 房屋位置 房屋信息 資產 房號 門牌 室號 room roomno unit unitno flat "
        "apartment address"
    ),
}
_PEOPLE: dict[Field, str] = {
    Field.NAME: (
        "业主姓名 姓名 业主 业主名称 业主名 产权人 产权人姓名 房主 房主姓名 户主 户主姓名 客户姓名 "
        "客户名称 客户 购房人 买受人 买受人姓名 购房者 所有权人 住户姓名 住户 业主或产权人 业主信息 "
        "业主姓名产权人 业主客户 名字 业主1 业主一 产权人1 产权人一 姓名1 业主姓名1 第一产权人 第一业主 主产权人 "
        "業主姓名 業主 戶主 name owner ownername owner1"
    ),
    Field.PHONE: (
        "手机号码 手机号 手机 联系电话 电话 电话号码 联系方式 业主电话 移动电话 联系手机 业主手机 "
        "业主手机号 联系号码 手机电话 主要电话 本人电话 业主联系电话 业主联系方式 手机联系方式 手機 "
        "手機號碼 電話 聯絡電話 phone mobile telephone tel cell"
    ),
}

_OWNER = "(?:[业業]主|[产產][权權]人|所有[权權]人|房主|[户戶]主|[买買]受人|[购購]房人)"
# Whoever owns the flat beside the first owner: 共有人, 其他产权人, 第二产权人, 业主2.
_CO_OWNER = (
    "^(?:房屋)?(?:[产產][权權]共有人|共有(?:[产產]?[权權]|所有[权權]?)?人|共有[业業]主|"
    "共同(?:所有[权權]?|[产產][权權]|共有|[买買]受|[购購]房|[购購][买買])人|[联聯]名(?:人|[业業]主|[产產][权權]人)|"
    f"(?:其[他它]|第[二三四五六2-6])(?:共有[权權]?人|{_OWNER})|{_OWNER}[二三四五六2-6])[1-9一二三四五六]?"
)

REGISTER = Layout(
    synonyms=_BLOCK
    | _PEOPLE
    | {
        Field.AREA: (
            "建筑面积 面积 房屋面积 产权面积 建面 合同面积 实测面积 房产面积 住宅面积 计费面积 收费面积 "
            "建築面積 面積 area floorarea"
        ),
        Field.BIRTH: "出生日期 生日 出生年月 出生年月日 出生 出生时间 业主生日 birthdate dateofbirth birthday dob",
        Field.ID_NUMBER: (
            "身份证号 身份证号码 身份证 证件号码 证件号 证件 身份证件号 身份证件号码 公民身份号码 "
            "身份号码 业主身份证号 业主身份证 居民身份证号 身分證號 身份證號碼 身份證號 idnumber idno "
            "idcard"
        ),
        Field.MORE_PHONES: (
            "备用电话 其他电话 其它电话 第二电话 紧急联系电话 固定电话 座机 家庭电话 住宅电话 备用手机 "
            "备用联系电话 备用号码 电话2 手机2 联系电话2 备用联系方式 宅电 固话 配偶电话 備用電話 phone2 "
            "otherphone altphone"
        ),
        Field.CO_NAME: (
            "共有人 共有人姓名 共有产权人 共有权人 产权共有人 房屋共有人 其他产权人 其他业主 第二产权人 第二业主 "
            "业主2 产权人2 联名业主 coowner coownername jointowner secondowner owner2 owner2name"
        ),
        Field.CO_PHONE: (
            "共有人电话 共有人手机 共有人手机号 共有人联系电话 共有人联系方式 其他产权人电话 第二产权人电话 业主2电话 "
            "产权人2电话 coownerphone coownermobile jointownerphone secondownerphone owner2phone owner2mobile"
        ),
        Field.CO_ID_NUMBER: (
            "共有人身份证号 共有人身份证 共有人身份证号码 共有人证件号码 其他产权人身份证号 第二产权人身份证号 "
            "业主2身份证号 产权人2身份证号 coowneridnumber coownerid jointownerid secondownerid owner2idnumber owner2id"
        ),
        Field.EMAIL: "邮箱 电子邮箱 电子邮件 邮件 邮箱地址 電郵 電子郵件 email mail e-mail",
        Field.HANDED_OVER: (
            "交付日期 交房日期 收房日期 入伙日期 入住日期 交付时间 交房时间 收房时间 入伙时间 入住时间 "
            "接房日期 接房时间 收楼日期 交楼日期 交屋日期 入住年月 交付年月 handover handedover "
            "handoverdate"
        ),
        Field.ROLE: (
            "身份 住户类型 住户身份 与业主关系 与户主关系 与产权人关系 人员类型 业主类型 客户类型 "
            "住户性质 居住身份 關係 role relation"
        ),
        Field.TITLE_KIND: (
            "产权性质 房屋性质 房产性质 产权类型 房屋类型 房产类型 物业类型 权属 权属性质 产权情况 房屋用途 用途 "
            "房屋性质类型 业态 titlekind tenure"
        ),
        Field.SHARE: "份额 产权份额 占有份额 占比 产权比例 共有份额 产权占比 持有比例 share",
    },
    inside=(
        (rf"{_CO_OWNER}.*(?:身份[证證]|[证證]件)(?!类|種|种|名).*", Field.CO_ID_NUMBER),
        (rf"{_CO_OWNER}.*(?:手[机機]|[电電][话話]|[联聯][系繫絡]方式|[联聯][系繫絡][电電][话話])", Field.CO_PHONE),
        (rf"{_CO_OWNER}(?:姓名|名[称稱字]|名)?$|^{_OWNER}?姓名[二三四五六2-6]$", Field.CO_NAME),
        (_CO_OWNER, None),
        (r"身份证|证件号", Field.ID_NUMBER),
        (r"出生|生日", Field.BIRTH),
        (r"备用|其他电话|座机|固话|固定电话", Field.MORE_PHONES),
        (r"手机|电话|联系方式", Field.PHONE),
        (r"(?:交付|交房|收房|入伙|入住|接房).*(?:日期|时间|日|年月)", Field.HANDED_OVER),
        (r"面积", Field.AREA),
        (r"邮箱|电子邮件", Field.EMAIL),
        (r"(?:业主|产权人|户主|房主).*(?:姓名|名称)", Field.NAME),
        (r"房号|房间号|门牌|室号", Field.ROOM),
        (r"楼栋|栋号|楼号|幢号", Field.BUILDING),
        (r"单元", Field.ENTRANCE),
    ),
    others=r"紧急|配偶|子女|租户|租客|承租|家属|家庭成员|物业费|车位|联系人|代理|经办|管家",
    needs=(frozenset({Field.ROOM}), frozenset({Field.NAME})),
    missing=_("No sheet has a header line with a room and an owner’s name in its first ten rows."),
)

_PLACES: tuple[tuple[str, Field], ...] = (
    (r"房号|房间号|门牌|室号", Field.ROOM),
    (r"楼栋|栋号|楼号|幢号", Field.BUILDING),
    (r"单元", Field.ENTRANCE),
    (r"(?:业主|产权人|户主|房主|客户).*(?:姓名|名称)", Field.NAME),
    (r"手机|电话|联系方式", Field.PHONE),
)

FEES = Layout(
    synonyms=_BLOCK
    | {Field.NAME: _PEOPLE[Field.NAME]}
    | {
        Field.PERIOD: (
            "账期 费用账期 收费账期 月份 期间 费用期间 收费期间 所属期 所属期间 费用所属期 计费期间 计费月份 计费周期 "
            "缴费期间 缴费月份 缴费周期 费用月份 收费月份 应收月份 欠费期间 欠费月份 年月 季度 年度 账单月份 账单周期 "
            "起止时间 起止日期 费用起止 費用期間 月份年度 period month billingmonth"
        ),
        Field.PERIOD_FROM: (
            "开始日期 起始日期 计费开始 起始月份 开始月份 计费起始日 起始时间 开始时间 自 起 from start"
        ),
        Field.PERIOD_TO: (
            "结束日期 截止日期 截至日期 计费结束 截止月份 结束月份 计费截止日 截止时间 结束时间 至 止 to end"
        ),
        Field.ITEM: "收费项目 费用项目 费用名称 费项 科目 收费科目 项目 费用类型 收费类型 费用类别 項目 item fee",
        Field.DUE: (
            "应收 应收金额 应收款 应收费用 应缴 应缴金额 应缴费用 应交 应交金额 应付 应付金额 应收合计 本期应收 "
            "账单金额 费用金额 物业费 物业服务费 应收物业费 應收 應收金額 due amountdue billed"
        ),
        Field.PAID: (
            "实收 实收金额 已收 已收金额 已缴 已缴金额 已交 已交金额 实缴 实缴金额 实交 实交金额 到账金额 收款金额 "
            "本期实收 缴费金额 實收 實收金額 paid amountpaid received"
        ),
        Field.OWED: (
            "欠费 欠费金额 欠缴 欠缴金额 未收 未收金额 未缴 未缴金额 未交 未交金额 欠款 尚欠 欠收 欠費 欠費金額 "
            "owed outstanding arrears"
        ),
        Field.MONTHS_OWED: "欠费月数 欠缴月数 欠费月 拖欠月数 欠费期数 欠费月份数 欠費月數 monthsowed monthsinarrears",
        Field.MONTH: "月度金额 各月金额 每月金额",
        Field.STATE: (
            "缴费状态 收费状态 状态 是否缴费 是否缴清 是否已缴 是否缴纳 是否交费 缴纳情况 缴费情况 交费情况 收缴情况 "
            "是否欠费 支付状态 狀態 state status"
        ),
        Field.PAID_ON: (
            "收款日期 收费日期 缴费日期 交费日期 缴费时间 收款时间 到账日期 到账时间 支付时间 支付日期 实收日期 "
            "缴纳日期 收款日 缴费日 收款日期时间 收費日期 paidon paymentdate"
        ),
    },
    inside=(
        (r"欠.*月数", Field.MONTHS_OWED),
        (r"应[收缴交付]", Field.DUE),
        (r"[实已][收缴交]", Field.PAID),
        (r"[欠未][费收缴交款]", Field.OWED),
        (r"(?:收款|缴费|交费|到账|支付).*(?:日|时间)", Field.PAID_ON),
        (r"账期|期间|月份|所属期", Field.PERIOD),
        *_PLACES,
    ),
    others=r"紧急|违约金|滞纳金|减免|优惠|累计|上年|往年|备注",
    needs=(
        frozenset({Field.ROOM}),
        frozenset({Field.DUE, Field.PAID, Field.OWED, Field.MONTHS_OWED, Field.MONTH, Field.STATE}),
    ),
    missing=_("No sheet has a header line with a room and what is due or paid in its first ten rows."),
)

PURCHASES = Layout(
    synonyms=_BLOCK
    | _PEOPLE
    | {
        Field.ON: (
            "日期 消费日期 购买日期 服务日期 下单日期 订单日期 交易日期 成交日期 消费时间 购买时间 服务时间 下单时间 "
            "交易时间 完成日期 时间 发生日期 收款日期 收费日期 日期时间 date on"
        ),
        Field.SERVICE: (
            "服务项目 项目 服务 服务名称 服务内容 消费项目 商品 商品名称 产品 产品名称 增值服务 购买项目 服务类型 "
            "服务类别 内容 名目 業務 項目 service product"
        ),
        Field.AMOUNT: (
            "金额 消费金额 合计金额 总金额 总价 实付 实付金额 实收 实收金额 收款金额 支付金额 成交金额 交易金额 费用 "
            "价格 订单金额 服务费 收费 收费金额 金額 amount price total"
        ),
    },
    inside=(
        (r"金额|实付|总价", Field.AMOUNT),
        (r"(?:消费|购买|服务|下单|交易|订单).*(?:日期|时间)", Field.ON),
        (r"服务|项目|商品", Field.SERVICE),
        *_PLACES,
    ),
    others=r"紧急|单价|优惠|折扣|服务人员|服务商|备注|数量|联系人|共有",
    needs=(
        frozenset({Field.ROOM, Field.NAME, Field.PHONE}),
        frozenset({Field.AMOUNT}),
        frozenset({Field.ON, Field.SERVICE}),
    ),
    missing=_(
        "No sheet has a header line with a room or a person, a day or a service, and an amount in its first ten rows."
    ),
)

LAYOUTS: dict[str, Layout] = {
    ImportKind.REGISTER: REGISTER,
    ImportKind.FEES: FEES,
    ImportKind.PURCHASES: PURCHASES,
}
