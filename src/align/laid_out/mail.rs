//! The heads of mails: who wrote to whom, when and about what.

use super::super::junk::JunkReason;
use super::super::lines::{Line, is_space, trim};
use super::Text;

/// What the lines of a head begin with.
const FROM: &[&str] = &[
    "from",
    "von",
    "de",
    "da",
    "van",
    "od",
    "от",
    "від",
    "fra",
    "från",
    "lähettäjä",
    "saatja",
    "feladó",
    "nadawca",
    "odesílatel",
    "kimden",
    "από",
    "发件人",
    "寄件者",
    "寄件人",
    "差出人",
    "보낸 사람",
    "보낸사람",
    "من",
    "מאת",
];
const OTHERS: &[&str] = &[
    "to",
    "cc",
    "bcc",
    "reply-to",
    "date",
    "subject",
    "an",
    "kopie",
    "datum",
    "betreff",
    "à",
    "copie",
    "objet",
    "para",
    "fecha",
    "asunto",
    "a",
    "data",
    "oggetto",
    "assunto",
    "aan",
    "onderwerp",
    "till",
    "til",
    "ämne",
    "emne",
    "dato",
    "vastaanottaja",
    "aihe",
    "päivä",
    "päiväys",
    "kellele",
    "teema",
    "komu",
    "dla",
    "do",
    "předmět",
    "predmet",
    "temat",
    "címzett",
    "tárgy",
    "dátum",
    "кому",
    "дата",
    "тема",
    "kime",
    "konu",
    "tarih",
    "προς",
    "θέμα",
    "ημερομηνία",
    "收件人",
    "收件者",
    "主题",
    "主旨",
    "日期",
    "抄送",
    "副本",
    "宛先",
    "件名",
    "日付",
    "日時",
    "받는 사람",
    "받는사람",
    "제목",
    "날짜",
    "إلى",
    "التاريخ",
    "الموضوع",
    "אל",
    "תאריך",
    "נושא",
];
/// Labels that only a mail has.
const OWN: &[&str] = &[
    "sent",
    "gesendet",
    "envoyé",
    "enviado",
    "enviado el",
    "enviada",
    "inviato",
    "verzonden",
    "skickat",
    "sendt",
    "lähetetty",
    "wysłano",
    "odesláno",
    "odoslané",
    "elküldve",
    "отправлено",
    "надіслано",
    "gönderme tarihi",
    "στάλθηκε",
    "发送时间",
    "傳送日期",
    "寄件日期",
    "送信日時",
    "보낸 날짜",
    "message-id",
    "reply-to",
    "mime-version",
    "content-type",
    "return-path",
    "importance",
    "attachments",
    "anlagen",
    "delivered-to",
    "received",
];

/// What a line says that stands before the head of a mail sent on.
const SENT_ON: &[&str] = &[
    "forward",
    "original",
    "weitergeleitet",
    "ursprüngliche",
    "transféré",
    "reenviado",
    "inoltrato",
    "doorgestuurd",
    "välitetty",
    "vidarebeford",
    "videresendt",
    "przekazan",
    "přeposlan",
    "továbbított",
    "пересылаем",
    "iletilen",
    "転送",
    "转发",
    "轉寄",
    "원본",
    "전달",
];

/// How many lines a head has at least.
const FEWEST: usize = 3;

/// Sets the heads of mails aside: at the beginning of a text, and behind a line that says that a mail is sent on.
pub(super) fn set_aside(text: &mut Text<'_>) {
    /// How many lines may stand before a head.
    const MOST_BEFORE: usize = 2;
    let mut heads: Vec<u64> = Vec::new();
    let mut written = 0;
    let mut at = 0;
    while let Some(line) = text.lines.get(at) {
        let start = if says_sent_on(line.text) {
            let next = text.lines.iter().skip(at + 1).position(|line| !line.is_blank());
            next.map(|next| at + 1 + next)
        } else {
            None
        };
        let head = text.lines.get(start.unwrap_or(at)..).unwrap_or_default();
        let may_begin = start.is_some() || written <= MOST_BEFORE && !line.is_blank();
        let length = if may_begin { length(head, start.is_some()) } else { 0 };
        if length > 0 {
            let end = start.unwrap_or(at) + length;
            let of_head = text.lines.iter().take(end).skip(at).filter(|line| !line.is_blank());
            heads.extend(of_head.map(|line| line.number));
            at = end;
        } else {
            at += 1;
        }
        written += usize::from(!line.is_blank());
    }
    if heads.is_empty() {
        return;
    }
    let (aside, lines) = text
        .lines
        .iter()
        .partition(|line| heads.binary_search(&line.number).is_ok());
    text.lines = lines;
    let aside: Vec<Line<'_>> = aside;
    text.aside
        .extend(aside.into_iter().map(|line| (line, JunkReason::MailHead)));
}

/// How many lines of a head stand at the beginning of some lines; 0 where there is none.
fn length(lines: &[Line<'_>], is_sent_on: bool) -> usize {
    let (mut known, mut has_from, mut is_mail) = (0, false, is_sent_on);
    let mut length = 0;
    for line in lines {
        let is_fold = length > 0 && line.text.starts_with(is_space) && !line.is_blank();
        match label(line.text).as_deref() {
            Some(label) if FROM.contains(&label) || OTHERS.contains(&label) || OWN.contains(&label) => {
                known += 1;
                has_from |= FROM.contains(&label);
                is_mail |= OWN.contains(&label);
            }
            Some(label) if length > 0 && label.starts_with("x-") => {}
            _ if is_fold => {}
            _ => break,
        }
        is_mail |= line.text.contains('@');
        length += 1;
    }
    if known >= FEWEST && has_from && is_mail {
        length
    } else {
        0
    }
}

/// What stands before the colon of a line, in small letters.
fn label(line: &str) -> Option<String> {
    /// How many characters a label has at most.
    const LONGEST: usize = 20;
    let (label, _) = trim(line).split_once([':', '：'])?;
    let label = label.trim_matches(|c: char| c == '*' || is_space(c));
    (label.chars().count() <= LONGEST).then(|| label.to_lowercase())
}

fn says_sent_on(line: &str) -> bool {
    let text = trim(line);
    let is_rule = text.starts_with(['-', '_', '=']) && text.ends_with(['-', '_', '=']);
    if !(is_rule || text.ends_with(':')) || text.chars().count() > 80 {
        return false;
    }
    let plain = text.to_lowercase();
    SENT_ON.iter().any(|word| plain.contains(word))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::align::Segmentation;
    use crate::align::lines::lines;

    fn aside(text: &str) -> usize {
        let mut text = Text {
            lines: lines(text, Segmentation::Sentence),
            ..Text::default()
        };
        set_aside(&mut text);
        text.aside.len()
    }

    #[test]
    fn the_head_of_a_mail_is_set_aside() {
        assert_eq!(
            aside(
                "Von: Bo Eck <bo@eck.example>\nGesendet: Montag, 3. Mai\nAn: Redaktion;\n  Archiv\nBetreff: Brücke\n\nDie Brücke ist offen.\n"
            ),
            5
        );
        assert_eq!(
            aside(
                "Dear all,\nsee below.\nBo\n\n-------- Forwarded Message --------\nSubject: Bridge\nDate: 3 May\nFrom: Eck\n\nThe bridge is open.\n"
            ),
            4
        );
    }

    #[test]
    fn lines_with_labels_are_no_mail() {
        assert_eq!(
            aside("Date: 3 May\nFrom: 9 a.m.\nTo: 5 p.m.\nWhere: at the bridge\n"),
            0
        );
        assert_eq!(
            aside("The bridge is open.\nIt is.\nYes.\nFrom: bo@eck.example\nTo: all\nDate: 3 May\n"),
            0
        );
    }
}
