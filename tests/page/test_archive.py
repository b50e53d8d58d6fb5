import io
import zipfile

from afterllama.page import archive


def opened(data):
    return zipfile.ZipFile(io.BytesIO(data))


def test_archive_holds_tables_and_dictionary_and_is_the_same_each_time(project):
    made = archive.build()
    assert made == archive.build()
    names = {name.removeprefix("after-llama-tables/") for name in opened(made).namelist()}
    assert names == {"guidance.csv", "spent.csv", "sources.csv", "datapackage.yaml", "LEFT-OUT.txt"}
    assert opened(made).read("after-llama-tables/spent.csv").decode() == (project / "data/spent.csv").read_text()


def test_rows_of_a_closed_source_are_left_out_and_said(project):
    table = project / "data/guidance.csv"
    table.write_text(table.read_text() + "2026-08,1,2,closed,,high\n")
    made = opened(archive.build())
    assert "2026-08" not in made.read("after-llama-tables/guidance.csv").decode()
    notice = made.read("after-llama-tables/LEFT-OUT.txt").decode()
    assert "guidance.csv: 1 rows" in notice
    assert "https://example.org/board" in notice
