package io.kefu.kefuctl;

/** How results are printed. */
enum OutputFormat {
    table,
    json
}
