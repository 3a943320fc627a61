/** YAML to records: positions, references, every error at once, JSON Schema. Knows no kind of ours. */
package io.kefu.config;
