/** Meters by name, sliding windows, the in-process ring of samples, exposition. */
package io.kefu.monitoring;
