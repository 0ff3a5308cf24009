// A stand-in until the first file.
