/** How far something has come, and waiting for it to come further. */
package io.kefu.storage.watermark;
