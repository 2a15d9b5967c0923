"""The words of the trade: stores, platforms, regions, kinds of charts, categories, analysts.

Plain tables, since ``bangdan extract`` starts in a third of a second and reading them from TOML takes a tenth of it.
A word belongs here when an editor could add it without reading the grammar.
"""

from __future__ import annotations

# What a store is called -> its code. 苹果 alone is a company and stands with the platforms.
STORES: dict[str, str] = {
    "App Store": "app_store", "AppStore": "app_store", "APP Store": "app_store", "苹果应用商店": "app_store",
    "苹果商店": "app_store", "苹果应用市场": "app_store", "苹果软件商店": "app_store", "苹果App商店": "app_store",
    "苹果商城": "app_store", "苹果应用程序商店": "app_store", "iTunes": "app_store",
    "iOS商店": "app_store", "iOS应用商店": "app_store",
    "Google Play": "google_play", "GooglePlay": "google_play", "Play商店": "google_play", "Play Store": "google_play",
    "谷歌商店": "google_play", "谷歌应用商店": "google_play", "谷歌Play": "google_play", "谷歌市场": "google_play",
    "安卓市场Google Play": "google_play", "Google商店": "google_play", "GP商店": "google_play",
    "华为应用市场": "huawei", "华为应用商店": "huawei", "华为软件商店": "huawei", "华为商店": "huawei", "华为的商店": "huawei",
    "AppGallery": "huawei", "鸿蒙应用市场": "huawei", "华为渠道": "huawei", "鸿蒙应用商店": "huawei",
    "小米应用商店": "xiaomi", "小米商店": "xiaomi", "小米应用市场": "xiaomi",
    "OPPO软件商店": "oppo", "OPPO应用商店": "oppo", "OPPO商店": "oppo", "OPPO应用市场": "oppo",
    "vivo应用商店": "vivo", "vivo商店": "vivo", "vivo应用市场": "vivo", "vivo软件商店": "vivo",
    "应用宝": "tencent", "腾讯应用宝": "tencent", "Galaxy Store": "samsung", "三星应用商店": "samsung",
    "三星Galaxy Store": "samsung", "TapTap": "taptap", "Steam": "steam", "微软应用商店": "microsoft",
    "微软商店": "microsoft", "Microsoft Store": "microsoft", "Hugging Face": "hugging_face",
    "HuggingFace": "hugging_face", "抱抱脸": "hugging_face", "npm": "npm", "PyPI": "pypi", "GitHub": "github",
    "360手机助手": "other", "豌豆荚": "other", "91助手": "other", "百度手机助手": "other", "魅族应用商店": "other",
    "荣耀应用市场": "other", "荣耀应用商店": "other", "酷安": "other", "机锋市场": "other", "安智市场": "other", "PP助手": "other",
    "好游快爆": "other", "微信小游戏": "other", "抖音小游戏": "other", "VS Code市场": "other", "VS Code插件市场": "other",
    "Chrome商店": "other", "Chrome应用商店": "other", "魔搭社区": "other", "ModelScope": "other", "Epic": "other",
    "Mac App Store": "app_store", "亚马逊应用商店": "other", "ONE Store": "other", "One Store": "other",
    "Docker Hub": "other", "联想应用商店": "other", "鲲鹏应用市场": "other", "OpenRouter": "other", "F-Droid": "other",
}

# What a device or system is called -> platform. A chart on one of Apple's names is a chart of the App Store.
PLATFORMS: dict[str, str] = {
    "iOS": "ios", "iPhone": "ios", "iPad": "ios", "苹果端": "ios", "苹果": "ios", "iOS端": "ios",
    "安卓": "android", "Android": "android", "PC端": "pc", "电脑端": "pc", "桌面端": "pc", "PC版": "pc", "Windows": "pc",
    "双端": "both", "双平台": "both", "iOS和安卓": "both", "iOS与安卓": "both", "iOS、安卓": "both", "安卓和iOS": "both",
    "iOS及安卓": "both", "iOS和Android": "both", "iOS与Android": "both", "iOS及Android": "both", "Android与iOS": "both",
    "Android和iOS": "both", "Android及iOS": "both", "安卓与iOS": "both", "安卓及iOS": "both", "安卓、iOS": "both",
    "iOS/安卓": "both", "iOS/Android": "both", "iOS和安卓双端": "both", "iOS与安卓双端": "both", "苹果与谷歌双端": "both",
    "两大商店": "both", "两大应用商店": "both", "双商店": "both", "两大平台": "both", "苹果和安卓": "both", "苹果与安卓": "both",
    "苹果、安卓": "both", "安卓和苹果": "both", "App Store与Google Play": "both", "App Store和Google Play": "both",
    "App Store及Google Play": "both", "Google Play和App Store": "both", "Google Play与App Store": "both",
    "Google Play及App Store": "both", "App Store、Google Play": "both", "App Store 和 Google Play": "both",
    "App Store 与 Google Play": "both", "苹果App Store和谷歌Play": "both", "双系统": "both",
    "苹果App Store和Google Play": "both", "苹果App Store与Google Play": "both", "App Store和谷歌Play": "both",
    "苹果App Store及Google Play": "both", "Google Play商店和App Store": "both", "App Store與Google Play": "both",
    "苹果与谷歌": "both", "苹果和谷歌": "both", "双渠道": "both",
}

_SINGLE = {
    "US": "美国 美区 美服 美国区 美榜", "CN": "中国大陆 大陆 国内 中国 国区 国服 内地 我国 中国区 中区 全国 中国内地",
    "JP": "日本 日区 日服 日本区", "KR": "韩国 韩区 韩服 南韩", "TW": "台湾 台服 台湾区 全台 台区 在台下载 在台开放 在台上市 在台推出 在台上架", "HK": "香港 港区 港服 本港 香港区 全港",
    "MO": "澳门", "SG": "新加坡", "MY": "马来西亚 大马", "TH": "泰国", "VN": "越南", "ID": "印度尼西亚 印尼", "PH": "菲律宾",
    "IN": "印度", "GB": "英国 英区", "DE": "德国 德区", "FR": "法国", "IT": "意大利 义大利", "ES": "西班牙", "PT": "葡萄牙",
    "NL": "荷兰", "BE": "比利时", "CH": "瑞士", "AT": "奥地利", "SE": "瑞典", "NO": "挪威", "DK": "丹麦", "FI": "芬兰",
    "PL": "波兰", "RU": "俄罗斯", "UA": "乌克兰", "TR": "土耳其", "GR": "希腊", "IE": "爱尔兰", "CZ": "捷克", "HU": "匈牙利",
    "RO": "罗马尼亚", "CA": "加拿大", "MX": "墨西哥", "BR": "巴西", "AR": "阿根廷", "CL": "智利", "CO": "哥伦比亚", "PE": "秘鲁",
    "AU": "澳大利亚 澳洲", "NZ": "新西兰 纽西兰", "ZA": "南非", "EG": "埃及", "NG": "尼日利亚", "KE": "肯尼亚", "SA": "沙特阿拉伯 沙特",
    "AE": "阿联酋", "IL": "以色列", "IR": "伊朗", "PK": "巴基斯坦", "BD": "孟加拉国 孟加拉", "LK": "斯里兰卡", "NP": "尼泊尔",
    "MM": "缅甸", "KH": "柬埔寨", "LA": "老挝", "MN": "蒙古", "KZ": "哈萨克斯坦", "UZ": "乌兹别克斯坦", "QA": "卡塔尔", "KW": "科威特",
    "MA": "摩洛哥", "DZ": "阿尔及利亚", "VE": "委内瑞拉", "EC": "厄瓜多尔", "IS": "冰岛", "LU": "卢森堡", "global": "全球 全世界 世界范围",
}
_AS_WRITTEN = "海外 东南亚 欧洲 北美 中东 拉美 亚洲 亚太 非洲 南美 西欧 欧美 南亚 中南美 全亚洲 日韩 欧盟 拉丁美洲 东亚 北欧 大洋洲"

# What a region is called -> ISO codes, ``global``, or the word itself for what is wider than a country.
REGIONS: dict[str, tuple[str, ...]] = {
    **{name: (code,) for code, names in _SINGLE.items() for name in names.split()},
    **{name: (name.removeprefix("全"),) for name in _AS_WRITTEN.split()},
    "日韩": ("JP", "KR"), "欧美": ("欧美",), "港台": ("HK", "TW"), "港澳台": ("HK", "MO", "TW"), "台港澳": ("TW", "HK", "MO"), "港澳": ("HK", "MO"),
    "台港": ("TW", "HK"), "两岸三地": ("CN", "HK", "TW"), "中日韩": ("CN", "JP", "KR"), "美加": ("US", "CA"), "新马": ("SG", "MY"), "星马": ("SG", "MY"),
}

# Kinds of chart: the word in front of 榜 -> code.
CHARTS: dict[str, str] = {
    "免费": "free", "热门免费": "free", "付费": "paid", "收费": "paid", "畅销": "grossing", "收入": "grossing", "流水": "grossing", "营收": "grossing",
    "热销": "grossing", "吸金": "grossing", "用户支出": "grossing", "内购收入": "grossing", "下载": "downloads", "下载量": "downloads",
    "下载次数": "downloads", "装机": "downloads", "安装": "downloads", "安装量": "downloads", "装机量": "downloads", "安装次数": "downloads",
    "下载总量": "downloads", "新增下载": "downloads", "单日下载量": "downloads", "周下载": "downloads", "月下载": "downloads", "日下载": "downloads",
    "月活": "active", "日活": "active", "活跃": "active", "活跃用户": "active", "MAU": "active", "DAU": "active", "月活跃用户": "active", "周活": "active",
    "月活用户": "active", "日活跃用户": "active", "月活跃用户数": "active", "用户规模": "active", "月活跃": "active", "日活跃": "active", "月活用户规模": "active",
    "新品": "new", "新游": "new", "新锐": "new", "热门": "hot", "热搜": "hot", "热玩": "hot", "人气": "hot", "热度": "hot", "Trending": "hot",
    "热榜": "hot",
    "Top Free": "free", "Top Paid": "paid", "Top Grossing": "grossing", 
}

# The stores' own categories. Others are read from the phrase in front of 类 or 榜.
CATEGORIES: tuple[str, ...] = tuple(
    "工具 效率 社交 社交网络 社群 社群网络 游戏 小游戏 手游 摄影与录像 摄影和录像 摄影与录影 摄影与视频 摄影录像 摄影 娱乐 教育 财务 财经 金融 商务 商业 旅游 旅行 旅行与交通 购物 美食 "
    "美食佳饮 饮食 餐饮 生活 生活时尚 生活品味 生活方式 健康 健康健美 健康与健身 健身 医疗 音乐 音乐与音频 新闻 新闻杂志 图书 图书与工具书 阅读 参考 导航 地图 天气 体育 运动 儿童 亲子 "
    "开发者工具 图形和设计 图形与设计 生产力 生产力工具 通讯 通信 个人化 办公 办公效率 视频 影音 影音播放 短视频 短剧 直播 浏览器 输入法 主题与输入法 汽车 汽车与交通 出行 "
    "角色扮演 策略 卡牌 模拟 动作 益智 休闲 冒险 体育游戏 桌面 博弈 赌场 竞速 解谜 街机 家庭 音乐游戏 模拟经营 射击 棋牌 休闲游戏 策略游戏 非游戏 AI 人工智能 "
    "约会 交友 婚恋 理财 银行 房产 外卖 电商 招聘 文件管理 翻译 育儿 女性 宠物 美妆 艺术与设计 活动 家居 个性化 书籍 工作 商务办公 效率办公 社交通讯 系统工具 实用工具 拍摄美化 便捷生活 学习".split()
)

# Who publishes figures. Longest first wins; the value is the name as the post writes it.
ANALYSTS: tuple[str, ...] = (
    "Sensor Tower", "SensorTower", "七麦数据", "七麦研究院", "七麦", "点点数据", "点点", "Appfigures", "App Annie", "AppAnnie", "data.ai", "Data.ai",
    "QuestMobile", "易观千帆", "易观", "Apptopia", "AppMagic", "SimilarWeb", "Similarweb", "DataEye", "AppGrowing", "艾瑞咨询", "艾瑞数据", "艾瑞",
    "极光大数据", "极光", "友盟+", "友盟", "比达咨询", "TalkingData", "蝉大师", "蝉妈妈", "热云数据", "伽马数据", "引力引擎", "AI产品榜", "aicpb", "Appbrain",
    "AppBrain", "CQASO", "ASO100", "非凡产研", "a16z", "Counterpoint", "IDC", "Gartner", "艾媒咨询", "艾媒", "Airnow", "Appmagic", "42matters", "Priori Data",
    "月狐数据", "信通院", "中国信通院", "CNNIC", "工信部", "尼尔森", "comScore", "eMarketer", "GfK", "Newzoo", "MobTech", "AppsFlyer", "Adjust", "Statista",
    "Bernstein", "伯恩斯坦", "摩根士丹利", "高盛", "摩根大通", "花旗", "瑞银", "中信证券", "Wiseapp", "WiseApp", "Mobile Index", "WISEAPP", "亿欧", "新榜", "六度AI", "Xsignal", "ADX行业版",
    "WiseApp·Retail·Goods", "ModelScope Watch", "Unique Capital", "Ahrefs", "OpenRouter", "云象", "The Information",
)
