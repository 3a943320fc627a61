/** What is stored: tiers, exports, erasures, holds, backups and their restore. */
package io.kefu.kefuctl.storage;
