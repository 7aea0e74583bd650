import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'

import { codeServerFolder, root } from './codeServer.ts'
import { dockerdOf } from './engineOfSuite.ts'
import { prepare } from './prerequisites.ts'

await prepare('engine', 'images', 'registries', 'browser')
// No test waits as long as another engine's installation takes.
await dockerdOf()
await codeServerFolder()
await promisify(execFile)(process.execPath, ['esbuild.mjs'], { cwd: root })
await rm(join(root, 'test-results'), { recursive: true, force: true })

// A line that VS Code draws anew under a click takes the click away: what fails once is tried once more, and shown.
const words = ['--timeout', '120000', '--retries', '1', '--reporter', 'test/e2e/reporter.ts']
const files = ['test/e2e/**/*.test.ts', ...process.argv.slice(2)]
const child = spawn(join(root, 'node_modules/.bin/mocha'), [...words, ...files], { cwd: root, stdio: 'inherit' })
// Ctrl-C reaches mocha too, which ends what it started.
process.on('SIGINT', () => undefined)
const [code] = await once(child, 'exit')
process.exitCode = code ?? 1
