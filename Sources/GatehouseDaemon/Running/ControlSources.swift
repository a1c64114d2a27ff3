// Connects the control door to data that several parts provide.

extension StatusBoard: StatusSource {}
