"""The pledge that an installation begins with, in the three languages. The company's own words go into the CMS."""

_HANS = """\
因为工作，我会看到业主和来访者托付给公司的个人信息：姓名、电话、住址、家庭情况、证件、缴费和投诉内容。我郑重承诺：

一、只看手上工作需要的。不因好奇、私交或他人请托查看任何人的信息。

二、不外传。不截屏、不拍照、不抄录、不转发到个人微信、邮箱或网盘；不向同事、亲友、中介、媒体或其他公司透露。确因工作需要提供给他人的，先按公司流程取得同意。

三、账号只由本人使用。不借出账号、密码、验证码和设备；离开座位锁屏；设备遗失立即报告。

四、导出和打印的资料，用完即按规定销毁，不私自留存。

五、发现泄露、误发或有人违规查看，立即告诉隐私专员，不隐瞒，不自行处理。

六、转岗或离职时，交还全部资料和设备；离开之后，上述保密义务仍然有效。

我知道，每一次查看都会留下记录。违反本承诺的，公司可以收回权限、给予处分；违反《中华人民共和国个人信息保护法》等法律的，依法承担责任。

本承诺自确认之日起一年内有效，到期重新确认。"""

_HANT = """\
因為工作，我會看到業主和來訪者託付給公司的個人資料：姓名、電話、住址、家庭情況、證件、繳費和投訴內容。我鄭重承諾：

一、只看手上工作需要的。不因好奇、私交或他人請託查看任何人的資料。

二、不外傳。不截圖、不拍照、不抄錄、不轉發到個人微信、郵箱或網盤；不向同事、親友、中介、媒體或其他公司透露。確因工作需要提供給他人的，先按公司流程取得同意。

三、帳號只由本人使用。不借出帳號、密碼、驗證碼和設備；離開座位鎖屏；設備遺失立即報告。

四、匯出和列印的資料，用完即按規定銷毀，不私自留存。

五、發現洩露、誤發或有人違規查看，立即告訴私隱專員，不隱瞞，不自行處理。

六、轉崗或離職時，交還全部資料和設備；離開之後，上述保密義務仍然有效。

我知道，每一次查看都會留下記錄。違反本承諾的，公司可以收回權限、給予處分；違反《中華人民共和國個人信息保護法》等法律的，依法承擔責任。

本承諾自確認之日起一年內有效，到期重新確認。"""

_EN = """\
My work lets me see what owners and visitors have entrusted to the company: names, telephone \
numbers, homes, families, identity papers, payments and complaints. I promise:

1. I look only at what the work in my hands needs: never out of curiosity, for a friend, or because \
somebody asks me to.

2. I pass nothing on. No screenshots, photos, copies or forwarding to private chats, mailboxes or \
drives; not a word to colleagues without need, to relatives, agents, the press or other companies. \
Where work requires that others get data, I first follow the company's procedure.

3. Only I use my account. I lend nobody my account, password, codes or devices; I lock the screen \
when I leave; I report a lost device at once.

4. What I export or print I destroy as prescribed once it is used, and keep no copy.

5. If I notice a leak, a message to the wrong person, or somebody looking without need, I tell the \
privacy officer at once. I hide nothing and don't repair it alone.

6. When I change posts or leave, I return all material and devices; what I promise here holds after \
I have left.

I know that each look leaves a record. If I break this promise, the company may withdraw my access \
and take disciplinary measures; where the Personal Information Protection Law of the People's \
Republic of China or other laws are broken, I answer for it under them.

This pledge holds for one year from the day I accept it, and is then made again."""

FIRST = {"zh-hans": _HANS, "zh-hant": _HANT, "en": _EN}
