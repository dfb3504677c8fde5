// The reference server of tus on loopback: arguments are folder and port (0: any); it tells the port.
import { createServer } from "node:http";
import { FileStore } from "@tus/file-store";
import { Server } from "@tus/server";

const [folder, port] = process.argv.slice(2);
const tus = new Server({ path: "/files", datastore: new FileStore({ directory: folder }), relativeLocation: true });
const http = createServer(tus.handle.bind(tus));
http.listen(Number(port), "127.0.0.1", () => console.log(http.address().port));
