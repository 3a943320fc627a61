/** What a server and whoever keeps it running say to each other. */
package io.kefu.kefuctl.service;
