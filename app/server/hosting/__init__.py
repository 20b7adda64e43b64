"""The socket, the connections and the threads under the app."""
