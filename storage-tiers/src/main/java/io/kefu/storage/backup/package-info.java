/** A consistent copy of what this server holds in its own files, as one archive that proves itself, and the way back. */
package io.kefu.storage.backup;
