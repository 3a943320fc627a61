/** What may be given to somebody who is to help: numbers and words of our own, nothing that anybody wrote. */
package io.kefu.kefuctl.debug;
