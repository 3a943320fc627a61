// Command gopeer is what Kefu is measured against: a chat relay as it is usually written in Go. It keeps nothing: what it
// acknowledges is in memory alone, and only until it is written.
//
// It speaks as much of Kefu's protocol (JSON) as the load generator needs, so that both servers get and give the same
// frames. A token names who says hello: v7 and a7 are the visitor and the agent of conversation c7, l7-1 is one more
// listener there, and anything else is a visitor who is only there.
package main

import (
	"flag"
	"fmt"
	"log"
	"net"
	"net/http"
	"os"
	"os/signal"
	"runtime/debug"
	"syscall"
	"time"

	"github.com/gorilla/websocket"
)

func main() {
	address := flag.String("listen", "127.0.0.1:0", "where to listen")
	heartbeat := flag.Duration("heartbeat", 25*time.Second, "time between pings")
	flag.Parse()
	listener, err := net.Listen("tcp", *address)
	if err != nil {
		log.Fatal(err)
	}
	collectWhenAsked()
	hub := newHub()
	upgrader := websocket.Upgrader{
		Subprotocols: []string{"kefu.v1.json"},
		CheckOrigin:  func(*http.Request) bool { return true },
	}
	http.HandleFunc("/ws/v1", func(w http.ResponseWriter, r *http.Request) {
		socket, err := upgrader.Upgrade(w, r, nil)
		if err != nil {
			return // the upgrader has answered
		}
		serve(hub, socket, *heartbeat)
	})
	fmt.Printf("http://%s\n", listener.Addr())
	log.Fatal(http.Serve(listener, nil))
}

// collectWhenAsked gives back at SIGUSR1 what is no longer used, so that what is resident is what is held; each signal is
// answered with a line.
func collectWhenAsked() {
	asked := make(chan os.Signal, 1)
	signal.Notify(asked, syscall.SIGUSR1)
	go func() {
		for range asked {
			debug.FreeOSMemory()
			fmt.Println("collected")
		}
	}()
}
