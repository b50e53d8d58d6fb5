import pickle

from afterllama.errors import AfterLlamaError, DataError


def test_error_says_what_where_and_what_to_do():
    error = DataError("'42%' is no number", where="data/x.csv, row 3", fix="Write 0.42")
    assert str(error) == "data/x.csv, row 3: '42%' is no number. Write 0.42."
    assert isinstance(error, AfterLlamaError)


def test_error_crosses_a_process_border_whole():
    error = pickle.loads(pickle.dumps(DataError("a", where="b", fix="c")))
    assert (error.problem, error.where, error.fix) == ("a", "b", "c")


def test_ipython_shows_one_line_instead_of_frames():
    assert DataError("wrong", where="here")._render_traceback_() == ["DataError: here: wrong."]
