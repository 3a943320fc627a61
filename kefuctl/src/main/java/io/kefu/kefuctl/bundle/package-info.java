/** A release and all that belongs to it as one file, for hosts without a network: made, checked, and laid out again. */
package io.kefu.kefuctl.bundle;
