package io.kefu.kefuctl.cli;

import java.util.function.Supplier;

/** What every command is given: where to print, and how a server comes to run. */
public record Session(Terminal terminal, Supplier<ServerLauncher> launcher) {}
