//! Simplified against traditional Chinese.

use crate::model::LanguageTag;

/// Characters that only simplified Chinese has.
const SIMPLIFIED: &str = "们个国会来时对说学这过还进开关门问间东车长书见现实点业电发为与义务动员产经济设计体统报导讯议论话请让认识题类级\
     组织结构样乐机权标护卫军队运输轻转达远连选择总领头显风飞马鱼鸟齐龙亿双湾广厅县区岁处传价购费资买卖贸质责财负\
     贡贵宾赛赞办边变层厂场陈称诚创从单当党灯敌递独断队夺尔访丰妇复负该盖刚给巩贯规汉号华画怀环黄挥获击极际继坚监\
     检简将讲奖节届紧举剧据决军扩蓝劳离历丽联粮两疗邻临录陆罗虑论满梦灭铭难脑农盘凭签钱强桥亲庆穷劝确绕荣软洒伤\
     绍审绳声圣师适术树帅顺苏随损锁态谈团脱往违围维伟闻稳乌无务戏细县宪乡响项协写兴许续寻训压严盐养药爷业叶医艺\
     阴银应营拥优邮犹渔语预欲员愿阅跃云暂则泽战张赵镇证织职执纸钟众专转庄装壮状准资综邹组钻遗页颁频题颜额驶驻验\
     鲜鸡麦齿龄";

/// Characters that only traditional Chinese has.
const TRADITIONAL: &str = "們個國會來時對說學這過還進開關門問間東車長書見現實點業電發為與義務動員產經濟設計體統報導訊議論話請讓認識題類級\
     組織結構樣樂機權標護衛軍隊運輸輕轉達遠連選擇總領頭顯風飛馬魚鳥齊龍億雙灣廣廳縣區歲處傳價購費資買賣貿質責財負\
     貢貴賓賽贊辦邊變層廠場陳稱誠創從單當黨燈敵遞獨斷奪爾訪豐婦復該蓋剛給鞏貫規漢號華畫懷環黃揮獲擊極際繼堅監\
     檢簡將講獎節屆緊舉劇據決擴藍勞離歷麗聯糧兩療鄰臨錄陸羅慮滿夢滅銘難腦農盤憑簽錢強橋親慶窮勸確繞榮軟灑傷\
     紹審繩聲聖師適術樹帥順蘇隨損鎖態談團脫違圍維偉聞穩烏無戲細憲鄉響項協寫興許續尋訓壓嚴鹽養藥爺葉醫藝\
     陰銀應營擁優郵猶漁語預員願閱躍雲暫則澤戰張趙鎮證職執紙鐘眾專莊裝壯狀準綜鄒鑽遺頁頒頻顏額駛駐驗\
     鮮雞麥齒齡後裡臺";

/// Whether a text is traditional Chinese: more of its characters exist in traditional than in simplified script only.
///
/// The few characters of the lists that both scripts have count for both, so they decide nothing.
pub(super) fn is_traditional<'a>(lines: impl Iterator<Item = &'a str>) -> bool {
    balances(lines).into_iter().sum::<i64>() > 0
}

/// Whether a tag is of traditional Chinese.
pub(super) fn is_traditional_tag(tag: &LanguageTag) -> bool {
    let mut subtags = tag.as_str().split('-');
    subtags.any(|subtag| matches!(subtag, "Hant" | "TW" | "HK" | "MO"))
}

/// How many characters of each line are traditional, less those that are simplified.
pub(super) fn balances<'a>(lines: impl Iterator<Item = &'a str>) -> Vec<i64> {
    let simplified: std::collections::HashSet<char> = SIMPLIFIED.chars().collect();
    let traditional: std::collections::HashSet<char> = TRADITIONAL.chars().collect();
    let of = |c: char| match (simplified.contains(&c), traditional.contains(&c)) {
        (true, false) => -1,
        (false, true) => 1,
        _ => 0,
    };
    lines.map(|line| line.chars().map(of).sum()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_script_is_told_by_characters_of_one_script_only() {
        assert!(is_traditional(["政府跨部門統籌應對超強颱風"].into_iter()));
        assert!(!is_traditional(["公安部部长王小洪出席会议"].into_iter()));
        assert!(!is_traditional(["中文"].into_iter()));
    }
}
