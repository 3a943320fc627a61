/** Where a server's processor time goes, as a flame graph: JFR's samples, and a picture of them. */
package io.kefu.bench.flame;
