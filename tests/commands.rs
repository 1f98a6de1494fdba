//! What the program says, word by word: `tests/cmd/`.

#[test]
fn the_program_says_what_is_recorded() {
    trycmd::TestCases::new().case("tests/cmd/*.toml");
}
