//! Files with something wrong in them: named by row and column, and nothing of a bad order imported.

use crate::harness::{COLUMNS, Order, TestDesk, binary, csv, shift_jis, table};
use atobarai_desk::api::AppError;
use atobarai_desk::api::files::{ImportOutcome, ImportReport};

/// The rows of a good order (row 2 and 3), then those of a bad one (row 4 and 5), with the bad cells changed.
fn file(change: impl FnOnce(&mut Vec<Vec<String>>)) -> Vec<u8> {
    let mut rows: Vec<Vec<String>> = vec![COLUMNS.map(ToOwned::to_owned).to_vec()];
    rows.extend(Order::new("GOOD").rows());
    rows.extend(Order::new("BAD").rows());
    change(&mut rows);
    shift_jis(&table(rows))
}

/// Puts a value into a cell; rows as a spreadsheet counts them.
fn set(rows: &mut [Vec<String>], row: usize, column: &str, value: &str) {
    let position = COLUMNS.iter().position(|name| *name == column).unwrap();
    value.clone_into(&mut rows[row - 1][position]);
}

fn problems(report: &ImportReport) -> Vec<(u64, String, String)> {
    report.rows.iter().flat_map(|row| &row.problems).map(|p| (p.row, p.column.clone(), p.message.clone())).collect()
}

#[tokio::test]
async fn what_is_wrong_is_named_by_row_and_column_and_good_orders_are_imported() {
    let unreadable = |text: &str, hint: &str| format!("「{text}」を読み取れません。{hint}");
    let yen = "円の整数で入力してください。";
    let pieces = "1から9999までの整数で入力してください。";
    let cases: Vec<(&str, &str, u64, String)> = vec![
        ("受注日", "昨日", 4, unreadable("昨日", "日付は「2026/11/24 09:56:30」の形で入力してください。")),
        ("受注日", "2026/02/30", 4, unreadable("2026/02/30", "日付は「2026/11/24 09:56:30」の形で入力してください。")),
        ("受注日", "", 4, "値が空です。".to_owned()),
        ("日付指定", "あした", 4, unreadable("あした", "日付は「2026/11/24」の形で入力してください。")),
        ("合計金額", "6180.5", 4, unreadable("6180.5", yen)),
        ("合計金額", "", 4, "値が空です。".to_owned()),
        ("発送料", "無料", 4, unreadable("無料", yen)),
        ("商品計", "5351", 4, "商品計5,351円が、商品価格×受注数量の合計5,350円と合いません。".to_owned()),
        ("合計金額", "6181", 4, "合計金額6,181円が、商品計・送料・手数料などの合計6,180円と合いません。".to_owned()),
        ("備考", "ピン\u{7}ポン", 4, "使えない制御文字が含まれています。".to_owned()),
    ];
    let desk = TestDesk::start().await;
    for (column, value, row, message) in cases {
        let bytes = file(|rows| {
            set(rows, 4, column, value);
            set(rows, 5, column, value);
        });
        let report = desk.import_file(&bytes, true).await.unwrap();
        assert!(problems(&report).contains(&(row, column.to_owned(), message)), "{column} {value}: {:#?}", problems(&report));
        assert!(report.rows[0].outcome != ImportOutcome::Failed && report.rows[1].outcome == ImportOutcome::Failed);
        let numbers: Vec<String> = desk.page().await.page.rows.into_iter().map(|row| row.order_number).collect();
        assert_eq!(numbers, ["GOOD"], "{column} {value}");
    }
    for (column, value, message) in [
        ("受注数量", "0", unreadable("0", pieces)),
        ("受注数量", "-1", unreadable("-1", pieces)),
        ("受注数量", "10000", unreadable("10000", pieces)),
        ("受注数量", "1.5", unreadable("1.5", pieces)),
        ("商品価格", "千円", unreadable("千円", yen)),
        ("商品名", " ", "商品名が空です。".to_owned()),
    ] {
        let report = desk.import_file(&file(|rows| set(rows, 5, column, value)), false).await.unwrap();
        assert!(problems(&report).contains(&(5, column.to_owned(), message)), "{column} {value}: {:#?}", problems(&report));
    }
}

#[tokio::test]
async fn rows_of_an_order_that_contradict_each_other_are_named() {
    let desk = TestDesk::start().await;
    let report = desk.import_file(&file(|rows| set(rows, 5, "受注名", "別人")), false).await.unwrap();
    assert_eq!(problems(&report), [(5, "受注名".to_owned(), "同じ受注の4行目と値が違います。".to_owned())]);
}

#[tokio::test]
async fn rows_without_an_order_number_belong_to_nobody() {
    let desk = TestDesk::start().await;
    let bytes = file(|rows| {
        set(rows, 4, "店舗伝票番号", "");
        set(rows, 5, "店舗伝票番号", "　");
    });
    let report = desk.import_file(&bytes, false).await.unwrap();
    let named: Vec<(u64, String, String)> = problems(&report).into_iter().filter(|(_, column, _)| column == "店舗伝票番号").collect();
    let empty = |row| (row, "店舗伝票番号".to_owned(), "受注番号が空です。".to_owned());
    assert_eq!(named, [empty(4), empty(5)]);
}

#[tokio::test]
async fn a_number_that_np_cannot_take_is_named_before_anybody_asks_for_credit() {
    let desk = TestDesk::start().await;
    for number in ["受注１", "A 1", &"9".repeat(41)] {
        let report = desk.import_file(&shift_jis(&csv(&[Order::new(number)])), false).await.unwrap();
        assert!(problems(&report)[0].2.starts_with("加盟店取引IDは半角40文字以内で"), "{number}: {report:#?}");
    }
}

#[tokio::test]
async fn a_row_with_too_few_or_too_many_cells_is_named() {
    let desk = TestDesk::start().await;
    for change in [|row: &mut Vec<String>| drop(row.pop()), |row: &mut Vec<String>| row.push("余分".to_owned())] {
        let report = desk.import_file(&file(|rows| change(&mut rows[4])), false).await.unwrap();
        let (row, column, message) = problems(&report).remove(0);
        assert_eq!((row, column.as_str()), (5, "行全体"));
        assert!(message.starts_with("列の数が見出し行（41列）と違います（4"), "{message}");
    }
}

#[tokio::test]
async fn bytes_that_are_no_shift_jis_are_named() {
    let desk = TestDesk::start().await;
    let mut bytes = file(|rows| {
        set(rows, 4, "備考", "HERE");
        set(rows, 5, "備考", "HERE");
    });
    while let Some(at) = bytes.windows(4).position(|window| window == b"HERE") {
        bytes[at..at + 4].copy_from_slice(b"\x82\xFF\x82\xFF");
    }
    let report = desk.import_file(&bytes, true).await.unwrap();
    let message = "文字コードの変換で読めない文字があります。Shift_JISかUTF-8で保存し直してください。";
    assert_eq!(problems(&report)[0], (4, "備考".to_owned(), message.to_owned()));
    assert_eq!(report.count(ImportOutcome::New), 1);
}

#[tokio::test]
async fn a_file_that_is_none_says_so_and_imports_nothing() {
    let desk = TestDesk::start().await;
    let header = |names: &[&str]| shift_jis(&table([names.iter().map(|name| (*name).to_owned()).collect()]));
    let without: Vec<&str> = COLUMNS.into_iter().filter(|name| !["支払方法", "合計金額"].contains(name)).collect();
    let doubled: Vec<&str> = COLUMNS.into_iter().chain(["支払方法"]).collect();
    for (bytes, sentence) in [
        (Vec::new(), "ファイルが空です。"),
        (b"\r\n\r\n".to_vec(), "ファイルが空です。"),
        (header(&COLUMNS), "見出し行だけで、受注が1件もありません。"),
        (header(&without), "見出し行（1行目）に次の列がありません: 支払方法、合計金額。"),
        (header(&doubled), "見出し行に「支払方法」が2回あります。"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec(), "見出し行（1行目）に次の列がありません"),
    ] {
        let Err(AppError::BadInput(told)) = desk.import_file(&bytes, true).await else { panic!("{sentence}") };
        assert!(told.contains(sentence), "{told}");
    }
    assert_eq!(desk.page().await.page.total, Some(0));
}

#[tokio::test]
async fn a_quote_that_is_never_closed_swallows_nothing_silently() {
    let desk = TestDesk::start().await;
    let text = csv(&[Order::new("A-1"), Order::new("A-2"), Order::new("A-3")]);
    // The last cell of row 3, メッセージ, opens a quote that nothing closes: all rows behind it would be its text.
    let mut lines: Vec<String> = text.lines().map(ToOwned::to_owned).collect();
    lines[2] = format!("{}\"メッセージ", lines[2].strip_suffix("\"\"").unwrap());
    for line in &mut lines[3..] {
        *line = line.replace('"', "");
    }
    let error = desk.import_file(&shift_jis(&(lines.join("\r\n") + "\r\n")), true).await.unwrap_err();
    let AppError::BadInput(told) = error else { panic!("{error:?}") };
    assert!(told.contains("3行目") && told.contains("引用符"), "{told}");
    assert_eq!(desk.page().await.page.total, Some(0));
}

#[tokio::test]
async fn rows_are_counted_as_a_spreadsheet_counts_them() {
    let desk = TestDesk::start().await;
    let text = csv(&[Order::new("A-1").cell("備考", "二\r\n行"), Order::new("A-2").cell("受注日", "昨日")]);
    // Two blank lines, which a spreadsheet shows as rows 4 and 5.
    let at = text.find("\"A-2\"").unwrap();
    let text = format!("{}\r\n,,\r\n{}", &text[..at], &text[at..]);
    let report = desk.import_file(&shift_jis(&text), false).await.unwrap();
    assert_eq!((report.rows[1].row, problems(&report)[0].0), (6, 6), "{:#?}", problems(&report));
}

/// What the command says and with which code it ends.
async fn import(desk: &TestDesk, bytes: &[u8], arguments: &[&str]) -> (i32, String, String) {
    let path = desk.folder.path("orders.csv");
    std::fs::write(&path, bytes).unwrap();
    let mut command = binary(&desk.config);
    let output = command.arg("import").arg(&path).args(["--shop", "main"]).args(arguments).output().await.unwrap();
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    (output.status.code().unwrap(), text(&output.stdout), text(&output.stderr))
}

#[tokio::test]
async fn the_command_line_imports_a_file() {
    let desk = TestDesk::start().await;
    let bytes = shift_jis(&csv(&[Order::new("A-1"), Order::new("A-2")]));
    let (code, out, _) = import(&desk, &bytes, &["--preview"]).await;
    assert_eq!((code, desk.page().await.page.total), (0, Some(0)));
    assert!(out.contains("取込予定: 新規 2件、変更なし 0件、内容が違う 0件、エラー 0件"), "{out}");
    let (code, out, _) = import(&desk, &bytes, &[]).await;
    assert_eq!((code, desk.page().await.page.total), (0, Some(2)));
    assert!(out.contains("2行目\tA-1\t6,180\t新規") && out.contains("取込結果: 新規 2件"), "{out}");
    let (code, out, _) = import(&desk, &bytes, &[]).await;
    assert_eq!((code, out.contains("取込結果: 新規 0件、変更なし 2件")), (0, true), "{out}");
}

#[tokio::test]
async fn the_command_line_imports_nothing_of_a_file_with_errors_unless_told_to() {
    let desk = TestDesk::start().await;
    let bytes = file(|rows| set(rows, 5, "受注数量", "0"));
    let (code, out, errors) = import(&desk, &bytes, &[]).await;
    assert_eq!((code, desk.page().await.page.total), (1, Some(0)));
    assert!(out.contains("5行目 受注数量: 「0」を読み取れません。"), "{out}");
    assert!(errors.contains("エラーのある受注が1件あるため、何も取り込みませんでした。"), "{errors}");
    let (code, _, _) = import(&desk, &bytes, &["--skip-errors"]).await;
    assert_eq!((code, desk.page().await.page.total), (0, Some(1)));
    let (code, _, errors) = import(&desk, b"", &[]).await;
    assert_eq!((code, errors.contains("ファイルが空です。")), (1, true), "{errors}");
    let (code, _, errors) = import(&desk, &bytes, &["--shop", "nobody"]).await;
    assert_ne!(code, 0, "{errors}");
}

#[tokio::test]
async fn the_command_line_says_in_japanese_that_a_file_is_not_there() {
    let desk = TestDesk::start().await;
    let mut command = binary(&desk.config);
    let output = command.arg("import").arg(desk.folder.path("gone.csv")).args(["--shop", "main"]).output().await.unwrap();
    let errors = String::from_utf8(output.stderr).unwrap();
    assert_eq!((output.status.code(), errors.ends_with("gone.csv がありません。\n")), (Some(1), true), "{errors}");
}
