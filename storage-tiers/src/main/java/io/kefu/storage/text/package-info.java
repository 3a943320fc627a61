/** Words as search sees them, for engines whose own tokenisers miss two-character Chinese words. */
package io.kefu.storage.text;
