// Read before any package is there: imports nothing.
export const usage = `npm start [-- FOLDER]

Builds Longshore and opens a VS Code that has it, on FOLDER or on no folder.

  1. Installs the project's packages, if they are missing (about 350 MB, once).
  2. Finds a Docker Engine: DOCKER_HOST, the current docker context, the usual sockets. If none answers, on Debian or
     Ubuntu as root it installs the distribution's (about 300 MB, once) and starts a private one, whose data is in
     ~/.cache/longshore/engine (XDG_CACHE_HOME in place of ~/.cache, where it is set).
     An engine that was there before is used as it is; nothing on it is touched.
  3. Opens the desktop's "code" if there is one. Otherwise the browser-hosted VS Code, which it installs if it is
     missing (about 620 MB, some minutes, once; on Debian or Ubuntu as root with the compilers that it needs, up to
     350 MB), and prints its address.

Ctrl-C, or closing the terminal, ends everything that it started, but for a desktop's window: close that yourself.`
