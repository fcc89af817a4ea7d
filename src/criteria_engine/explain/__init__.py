"""An evaluation becomes a proof as data, and the proof becomes JSON or a document that an auditor can redo by hand."""
