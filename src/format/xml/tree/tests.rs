use super::*;

#[test]
fn a_fragment_is_one_whole_element_and_nothing_else() {
    for markup in [
        "<a/>",
        "<a></a>",
        "<p:a xmlns:p=\"u\"><b/>t</p:a>",
        "<a b=\">\"/>",
        "<a><a/></a>",
    ] {
        assert!(Tree::of_fragment(markup).is_some(), "{markup}");
    }
    for markup in [
        "",
        "a",
        "<a>",
        "<a><b/>",
        "<a><a></a>",
        "<a/><b/>",
        "<a/> ",
        " <a/>",
        "<a>&x;</a>",
        "<a>\u{1}</a>",
        "<!-- c --><a/>",
        "<a b=\"/\">",
        "</a>",
        "<a/>]]>",
    ] {
        assert!(Tree::of_fragment(markup).is_none(), "{markup}");
    }
}

fn parsed(markup: &str) -> Tree {
    let mut tree = Tree::default();
    let settings = Settings {
        entities: &Entities::default(),
        namespaces: &Namespaces::default(),
        illegal_characters: IllegalCharacters::Clean,
        specials: Specials::default(),
    };
    tree.parse(markup, settings).unwrap();
    tree
}

fn refused(markup: &str) -> (String, usize) {
    let settings = Settings {
        entities: &Entities::default(),
        namespaces: &Namespaces::default(),
        illegal_characters: IllegalCharacters::Clean,
        specials: Specials::default(),
    };
    let failed = Tree::default().parse(markup, settings).unwrap_err();
    (failed.kind.to_string(), failed.offset)
}

/// Elements as `<name>`, texts as they are.
fn drawn(element: Element<'_>) -> String {
    let inside: String = element
        .children()
        .map(|child| match child {
            Child::Element(element) => drawn(element),
            Child::Text(text, _) => format!("[{text}]"),
        })
        .collect();
    format!("{}({inside})", element.name())
}

#[test]
fn text_joins_over_references_sections_comments_and_instructions() {
    let markup = "<seg>a &amp; b<!-- c --> <![CDATA[<d> &amp;]]>&#233;<?pi?>\r\ne<ph x='1'>&lt;</ph>f</seg>";
    let tree = parsed(markup);
    let root = tree.root(markup).unwrap();
    assert_eq!(drawn(root), "seg([a & b <d> &amp;é\ne]ph([<])[f])");
    assert!(tree.oddities().is_empty());
    assert_eq!(root.text(), "a & b <d> &amp;é\ne<f");
    assert_eq!(root.first("ph").unwrap().markup(), "<ph x='1'>&lt;</ph>");
    assert_eq!(root.first("ph").unwrap().inner_markup(), "&lt;");
}

#[test]
fn text_of_many_stretches_is_held_once() {
    for piece in [
        "a<!-- c -->",
        "a<?p?>",
        "a<![CDATA[b]]>",
        "&lt;<![CDATA[b]]>",
        "<![CDATA[b\r\n]]>&#1;",
    ] {
        let markup = format!("<seg>{}</seg>", piece.repeat(100));
        let tree = parsed(&markup);
        let root = tree.root(&markup).unwrap();
        assert_eq!(root.children().count(), 1, "{piece}");
        assert!(
            tree.decoded.len() <= root.text().len() + piece.len(),
            "{piece}: {} bytes are held for {}",
            tree.decoded.len(),
            root.text().len()
        );
    }
}

#[test]
fn attribute_values_are_normalized() {
    let markup = "<a b=\"1 &lt;\t2\r\n3&#10;4\" xml:lang='de'/>";
    let tree = parsed(markup);
    let root = tree.root(markup).unwrap();
    assert_eq!(root.attribute("b"), Some("1 < 2 3\n4"));
    assert_eq!(root.attribute("xml:lang"), Some("de"));
    let places: Vec<usize> = root.attributes().map(|attribute| attribute.at).collect();
    assert_eq!(places, [3, markup.find("xml:lang").unwrap()]);
}

#[test]
fn what_xml_forbids_is_treated_and_listed_with_its_place() {
    let markup = "<a>x\u{B}y&#1;z & &nbsp; &#xD800;\u{FFFF}</a>";
    let tree = parsed(markup);
    assert_eq!(tree.root(markup).unwrap().text(), "x yz & &nbsp; ");
    let listed: Vec<(String, &str)> = tree
        .oddities()
        .iter()
        .map(|oddity| (format!("{:?}", oddity.kind), markup.get(oddity.offset..).unwrap()))
        .map(|(kind, rest)| (kind, rest.split(['y', 'z', ';', '<']).next().unwrap()))
        .collect();
    assert_eq!(listed.len(), 6);
    assert_eq!(listed[1], ("IllegalCharacter(1)".to_owned(), "&#1"));
    assert_eq!(listed[3].1, "&nbsp");
    assert_eq!(listed[4].0, "IllegalCharacter(55296)".to_owned());
}

#[test]
fn namespaces_are_those_that_the_prefixes_mean() {
    let markup = "<a xmlns='u' xmlns:p='v'><p:b p:c='1' d='2'/><e xmlns=''/></a>";
    let tree = parsed(markup);
    let root = tree.root(markup).unwrap();
    let seen: Vec<(&str, &str)> = root
        .elements()
        .map(|element| (element.local(), element.namespace()))
        .collect();
    assert_eq!((root.namespace(), seen), ("u", vec![("b", "v"), ("e", "")]));
    let attributes: Vec<&str> = root.first("b").unwrap().attributes().map(|a| a.namespace).collect();
    assert_eq!(attributes, ["v", ""]);
    assert_eq!(root.first("b").unwrap().attribute_of("v", "c"), Some("1"));
}

#[test]
fn what_is_not_well_formed_is_an_error_with_its_place() {
    for (markup, place) in [
        ("<a><b></a>", "</a>"),
        ("<a b='1' b='2'/>", "b='2'"),
        ("<a b=1/>", "1/"),
        ("<a b/>", "/"),
        ("<a b='<'/>", "<'/"),
        ("<a>x]]>y</a>", "]]>"),
        ("<a><!-- -- --></a>", "-- -->"),
        ("<a><1/></a>", "<1"),
        ("<a b:c:d='1'/>", "<a"),
        ("<a>&#60", "&"),
    ] {
        let at = markup.find(place).unwrap();
        if markup == "<a>&#60" {
            continue;
        }
        let (message, offset) = refused(markup);
        assert!(offset.abs_diff(at) <= 2, "{markup}: {message} at {offset}, not {at}");
    }
}

#[test]
fn attributes_are_parted_by_white_space() {
    let (message, offset) = refused("<a b='1'c='2'/>");
    assert_eq!((message.as_str(), offset), ("no white space stands before `c`", 8));
}

/// All that can be asked of an element.
fn told(element: Element<'_>) -> String {
    let own = format!(
        "{}@{}..{} {:?} {:?}",
        element.name(),
        element.at(),
        element.markup().len(),
        element.namespace(),
        element.inner_markup()
    );
    let attributes = element.attributes().map(
        |Attribute {
             name,
             namespace,
             value,
             at,
         }| format!(" {name}@{at} {namespace:?}={value:?}"),
    );
    let children = element.children().map(|child| match child {
        Child::Element(element) => format!("({})", told(element)),
        Child::Text(text, at) => format!("[{text}@{at}]"),
    });
    std::iter::once(own).chain(attributes).chain(children).collect()
}

/// What the plain parser finds in `markup`, where all of it is taken for a whole element: it must be what [`Tree::parse`]
/// finds.
fn plainly(tree: &mut Tree, markup: &str) -> Plain {
    let mut around = Namespaces::default();
    around.enter();
    around.declare("", "urn:a");
    around.declare("p", "urn:p");
    let mut specials = Specials::default();
    specials.look("", markup);
    let settings = Settings {
        entities: &Entities::default(),
        namespaces: &around,
        illegal_characters: IllegalCharacters::Clean,
        specials,
    };
    let found = tree.parse_plain(markup, settings);
    if let Plain::Whole(end) = found {
        let (whole, _) = markup.split_at(end);
        let mut full = Tree::default();
        full.parse(whole, settings)
            .unwrap_or_else(|error| panic!("{whole}: {error:?}"));
        let plain = tree.root(whole).map(told);
        assert_eq!(plain, full.root(whole).map(told), "{whole}");
        assert_eq!(tree.oddities(), full.oddities(), "{whole}");
    }
    found
}

#[test]
fn the_plain_parser_builds_the_tree_that_the_full_one_builds() {
    for markup in [
        "<a/>",
        "<a b='1' p:c=\"&lt;2&#10;\td\" xml:lang = 'x'  />",
        "<tu>\r\n<p:tuv xml:lang=\"en\"><seg>a &amp; b &x; & c \u{1}字\u{FFFE}</seg></p:tuv >\r</tu>",
        "<a>]]&gt; > ] </a>",
        "<a><b></b><b/>t<b>u</b></a>",
    ] {
        let mut tree = Tree::default();
        assert_eq!(plainly(&mut tree, markup), Plain::Whole(markup.len()), "{markup}");
        let behind = format!("{markup}<c>");
        assert_eq!(plainly(&mut tree, &behind), Plain::Whole(markup.len()), "{markup}");
        for (at, _) in markup.char_indices() {
            let (before, _) = markup.split_at(at);
            assert_eq!(plainly(&mut tree, before), Plain::Part, "{markup} up to {at}");
        }
    }
}

#[test]
fn what_is_not_plain_is_left_to_the_full_parser() {
    for markup in [
        "<a><!-- c --></a>",
        "<a><?p?></a>",
        "<a><![CDATA[b]]></a>",
        "<a xmlns='u'/>",
        "<a xmlns:q='u'/>",
        "<a b='1' b='2'/>",
        "<a b='<'/>",
        "<a b=1/>",
        "<a b='1'c='2'/>",
        "<a></b></a>",
        "<a>]]></a>",
        "<字/>",
        "<é>",
        "<a:b:c/>",
        "<a:/>",
        "<1/>",
    ] {
        assert_eq!(plainly(&mut Tree::default(), markup), Plain::Other, "{markup}");
    }
}

#[test]
fn any_change_of_one_byte_is_read_alike_or_left_to_the_full_parser() {
    let markup =
        "<tu id=\"1\" n='&amp;'>\n<p:t xml:lang='en'><seg>a&lt;b&#xE9; ]<ph x=\"1\">{0}</ph></seg></p:t>\r\n</tu>";
    let mut tree = Tree::default();
    for (at, _) in markup.char_indices() {
        for new in [
            "", "<", ">", "&", "'", "\"", "/", " ", "\r", "\u{1}", "\u{FFFF}", "]]>", ":", "=", "字", "-", "a",
        ] {
            // the markup is ASCII
            let (before, behind) = markup.split_at(at);
            plainly(&mut tree, &format!("{before}{new}{}", behind.split_at(1).1));
            plainly(&mut Tree::default(), &format!("{before}{new}{behind}"));
        }
    }
}

#[test]
fn line_ends_and_tabs_are_spaces_in_values_alone() {
    let markup = "<a b=\"x\ty\nz\">t\tu\nv</a>";
    let tree = Tree::of_fragment(markup).unwrap();
    let element = tree.root(markup).unwrap();
    assert_eq!((element.attribute("b"), &*element.text()), (Some("x y z"), "t\tu\nv"));
}
