/** What {@code kefuctl bench} can do to a server, each from its beginning to its report, and each bounded in time. */
package io.kefu.kefuctl.load.scenario;
