/** The commands about the configuration: what is checked and shown offline, and what a running server is asked to use. */
package io.kefu.kefuctl.config;
