// What the control door asks for that is put together from several parts.

extension StatusBoard: StatusSource {}
