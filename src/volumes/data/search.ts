import { randomBytes } from 'node:crypto'
import { toEngineError } from '../../engine/errors.ts'
import { FrameReader } from './frames.ts'
import { root } from './access.ts'
import type { Session } from './session.ts'

/** Where something was found. */
export interface SearchMatch {
	/** Inside of the volume. */
	readonly path: string
	/** The line, from 1, and what is in it; undefined where the name is what was found. */
	readonly line: number | undefined
	readonly text: string
}

/** More than so many lines of one file say nothing new. */
const linesOfFile = 50

/**
 * Process id; names, each ended by NUL, then an empty one; lines `path:number:text`, of files whose paths cannot be
 * mistaken, then the token; of the others, a path, NUL, lines `number:text`, the token. Not every grep knows what is
 * binary, so that anything may be in a line.
 */
const script = String.raw`
echo $$; cd ${root} || exit
find . -mindepth 1 -iname "$1" -print0 2>/dev/null
printf '\0'
find . -type f ! -path '*:*' ! -path "*$3*" -exec grep -nHIiF -m ${linesOfFile} -e "$2" {} + 2>/dev/null
echo "$4"
find . -type f '(' -path '*:*' -o -path "*$3*" ')' -exec /bin/sh -c 'text=$1; token=$2; shift 2
for file; do printf "%s\0" "$file"; grep -nIiF -m ${linesOfFile} -e "$text" "$file"; echo "$token"; done' sh "$2" "$4" {} + 2>/dev/null
:`

/**
 * Finds names and text in a volume, whether large or small letters; runs beside the data. Matches are told as they come.
 *
 * @param tell Returns whether that is enough.
 * @throws {EngineError}
 */
export async function search(
	session: Session,
	sought: string,
	tell: (match: SearchMatch) => boolean,
	signal: AbortSignal,
): Promise<void> {
	if (signal.aborted) return
	const glob = `*${sought.replaceAll(/[*?[\]\\]/g, String.raw`\$&`)}*`
	const token = randomBytes(16).toString('hex')
	const { stream } = await session.exec(['/bin/sh', '-c', script, 'sh', glob, sought, '\n', token])
	const { promise, resolve, reject } = Promise.withResolvers<void>()
	let process = ''
	let over = false
	// Nothing tells a process that nobody listens to it any more.
	const kill = () => {
		stream.destroy()
		void session.run(`kill -TERM -${process} || kill ${process} || :`).catch(() => undefined)
	}
	const end = () => {
		over = true
		// Else once it has told who it is.
		if (process !== '') kill()
		resolve()
	}
	const reader = new SearchReader(token, (match) => {
		if (!over && tell(match)) end()
	})
	const frames = new FrameReader((channel, payload) => {
		if (channel !== 1 || (over && process !== '')) return
		let rest = payload
		if (process === '') {
			const at = payload.indexOf('\n')
			process = payload.toString('latin1', 0, at)
			rest = payload.subarray(at + 1)
			if (over) return kill()
		}
		reader.push(rest)
	})
	stream.on('data', (chunk: Buffer) => frames.push(chunk))
	stream.on('error', (error) => (over ? undefined : reject(toEngineError(error))))
	stream.on('close', resolve)
	stream.on('end', resolve)
	signal.addEventListener('abort', end, { once: true })
	if (signal.aborted) end()
	await promise.finally(() => signal.removeEventListener('abort', end))
}

/** A line longer than this is no text that anybody reads; bytes. */
const longest = 256 * 1024

/** Reads what the script of {@link search} writes, as it comes. */
export class SearchReader {
	readonly #token: string
	readonly #tell: (match: SearchMatch) => void
	#rest: Buffer = Buffer.alloc(0)
	#part: 'names' | 'lines' | 'path' | 'linesOfPath' = 'names'
	#path = ''

	constructor(token: string, tell: (match: SearchMatch) => void) {
		this.#token = token
		this.#tell = tell
	}

	push(chunk: Buffer): void {
		let rest = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk])
		for (;;) {
			const at = this.#end(rest)
			if (at === -1) break
			this.#take(rest.subarray(0, at).toString('utf8'))
			rest = rest.subarray(at + 1)
		}
		this.#rest = rest.length > longest ? rest.subarray(0, longest) : rest
	}

	#end(bytes: Buffer): number {
		return bytes.indexOf(this.#part === 'names' || this.#part === 'path' ? 0 : 10)
	}

	#take(record: string): void {
		switch (this.#part) {
			case 'names':
				if (record === '') this.#part = 'lines'
				else this.#match(record, undefined, '')
				return
			case 'path':
				this.#path = record
				this.#part = 'linesOfPath'
				return
			case 'lines':
			case 'linesOfPath': {
				if (record === this.#token) {
					this.#part = 'path'
					return
				}
				const isLines = this.#part === 'lines'
				const pattern = isLines ? /^([^:]*):(\d+):([^]*)$/ : /^()(\d+):([^]*)$/
				const [, path = '', line, text = ''] = pattern.exec(record) ?? []
				if (line !== undefined) this.#match(isLines ? path : this.#path, Number(line), text)
			}
		}
	}

	#match(path: string, line: number | undefined, text: string): void {
		// No path leads to such a name, and such text is none.
		if (path.includes('\uFFFD') || text.includes('\uFFFD') || unprintable.test(text)) return
		this.#tell({ path: path.slice(1), line, text: text.trim().slice(0, 300) })
	}
}

// eslint-disable-next-line no-control-regex
const unprintable = /[\0-\x08\x0e-\x1a\x1c-\x1f]/
