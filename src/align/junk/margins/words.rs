//! The wording of pages that counts in the margins of a text, in lower case; longer terms come before their parts.

/// How lines begin that ask for a click.
pub(super) const CALLS: &[&str] = &[
    "book now",
    "buy now",
    "buy tickets",
    "click here",
    "donate now",
    "download high-res",
    "download image",
    "download our app",
    "download pdf",
    "download photo",
    "download press",
    "follow us",
    "open in app",
    "open in browser",
    "open in maps",
    "shop now",
    "sign up for email",
    "stay connected",
    "sign up for our",
    "subscribe to our",
    "subscribe to rss",
    "subscribe to the newsletter",
    "view original content",
    "view this page in",
    "关注我们:",
    "下载全文",
    "下载高清",
    "下載高清",
    "扫码关注",
    "掃碼關注",
    "点击下载",
    "点击查看",
    "点击此处",
    "点击观看",
    "立即下载",
    "立即订票",
    "立即订阅",
    "立即购买",
    "立即購票",
    "订阅我们",
    "訂閱我們",
];

/// What a click does, at the end of a line.
pub(super) const LAST_CALLS: &[&str] = &[
    "book now",
    "buy now",
    "donate now",
    "learn more",
    "read more",
    "shop here",
    "shop now",
    "sign up",
    "subscribe",
    "submit",
    "了解更多",
    "查看更多",
    "点击查看",
    "点击购买",
    "点击选购",
    "立即报名",
    "立即月捐",
    "立即订阅",
    "立即购买",
];

/// Who asks for an address.
pub(super) const ASKS_ADDRESS: &[&str] = &[
    "subscribe",
    "sign up",
    "join",
    "newsletter",
    "email",
    "订阅",
    "邮箱",
    "search",
];

/// How lines about cookies begin.
pub(super) const COOKIES: &[&str] = &[
    "our website uses cookies",
    "this site uses cookies",
    "this website uses cookies",
    "we use cookies",
    "我们使用cookie",
    "本站使用cookie",
    "本網站使用cookie",
    "本网站使用cookie",
];

/// How hints for visitors begin.
pub(super) const HINTS: &[&str] = &[
    "click to",
    "scan the",
    "scan to",
    "tap to",
    "点击图片",
    "点击表格",
    "点此",
    "扫一扫",
    "扫码",
];

/// What is downloaded.
pub(super) const FILES: &[&str] = &[
    "download", "pdf", "zip", "image", "photo", "下载", "下載", "图片", "圖片",
];

/// What is said of the price of a share.
pub(super) const SHARES: &[&str] = &["股价", "股價", "share price", "quotes", "nyse", "nasdaq", "hk$", "港元"];

/// What a player does.
pub(super) const PLAYERS: &[&str] = &["听全文", "收听", "播放", "观看", "觀看", "listen", "watch"];

/// Who made the page, before a colon.
pub(super) const CREDITS: &[&str] = &[
    "作者", "记者", "编辑", "編輯", "摄影", "攝影", "审核", "審核", "校对", "校對", "来源", "來源",
];

/// What the page counts of its visitors, before the number.
pub(super) const COUNTED: &[&str] = &[
    "浏览", "瀏覽", "阅读", "閱讀", "评论", "評論", "点赞", "點讚", "views", "comments",
];

/// Headings of lists of links that could also be headings of a text.
pub(super) const HEADINGS: &[&str] = &[
    "recommended",
    "related events",
    "top comments",
    "热门评论",
    "相关活动",
    "相關活動",
    "精彩评论",
];

/// What stands before a link on its line.
pub(super) const BEFORE_LINKS: &[&str] = &[
    "continue reading",
    "keep reading",
    "read also",
    "read next",
    "see also",
    "延伸阅读",
    "延伸閱讀",
    "推荐阅读",
    "推薦閱讀",
    "相关图解",
    "相关报道",
    "相关文章",
    "相关新闻",
    "相关链接",
    "相關新聞",
    "继续阅读",
    "繼續閱讀",
];

/// Words of menus that texts have as headings too.
pub(super) const LINKS: &[&str] = &[
    "today's press releases",
    "white papers",
    "ambassador",
    "press room",
    "copy link",
    "investors",
    "what's on",
    "products",
    "careers",
    "culture",
    "tickets",
    "العربية",
    "donate",
    "events",
    "french",
    "photos",
    "videos",
    "今日新聞公報",
    "昨日新聞公報",
    "photo",
    "video",
    "visas",
    "新聞資料庫",
    "shop",
    "收藏本站",
    "新聞公報",
    "回頁頂",
    "回页顶",
    "产品",
    "值机",
    "商店",
    "招聘",
    "活动",
    "预订",
];

/// What stands behind the minutes that it takes to read a page.
pub(super) const READS: &[&str] = &["min read", "mins read", "minute read"];

/// What stands before them.
pub(super) const READING_TIMES: &[&str] = &[
    "reading time",
    "read time",
    "阅读时间",
    "阅读时长",
    "閱讀時間",
    "预计阅读",
];
