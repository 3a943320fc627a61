/** How a running server is, on one screen. */
package io.kefu.kefuctl.status;
