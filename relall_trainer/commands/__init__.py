"""What the command line does outside the window, one module a command. Each is imported only when it is asked for."""
