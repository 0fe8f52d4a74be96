"""Who is told what. Low apps say what happened; how it reaches a person is decided here."""
