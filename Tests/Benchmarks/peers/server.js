// The bare peer: Node's http server that parses the same body and answers the same, and stores nothing.
const http = require("http");
const answer = Buffer.from(JSON.stringify({ version: "1.0.0", action: "Continue" }));
const server = http.createServer((request, response) => {
  const pieces = [];
  request.on("data", (piece) => pieces.push(piece));
  request.on("end", () => {
    const claims = JSON.parse(Buffer.concat(pieces).toString("utf8"));
    if (typeof claims.email !== "string") {
      response.writeHead(400).end();
      return;
    }
    response.writeHead(200, { "Content-Type": "application/json", "Content-Length": answer.length });
    response.end(answer);
  });
});
server.keepAliveTimeout = 60000;
server.listen(Number(process.argv[2]), "127.0.0.1");
