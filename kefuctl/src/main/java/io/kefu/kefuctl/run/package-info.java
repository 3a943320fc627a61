/** The server in this process: up and serve, how it takes another's place, its log; and drain, which empties one that runs. */
package io.kefu.kefuctl.run;
