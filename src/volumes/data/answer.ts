/** What a script says: its output, its complaint, and at the end of both a token with its exit code. */
export class Answer {
	readonly #token: string
	readonly #done: (code: number, output: Buffer, complaint: string) => void
	readonly #channels = { 1: new Channel(), 2: new Channel() }

	constructor(token: string, done: (code: number, output: Buffer, complaint: string) => void) {
		this.#token = token
		this.#done = done
	}

	/** Takes a frame of standard output (1) or error (2). */
	push(channel: number, frame: Buffer): void {
		if (channel !== 1 && channel !== 2) return
		const { 1: output, 2: complaint } = this.#channels
		this.#channels[channel].push(frame, this.#token)
		// The two come over separate ways: one may be late.
		if (output.code === undefined || complaint.code === undefined) return
		this.#done(output.code, output.content(), complaint.content().toString('utf8').trim())
	}
}

class Channel {
	readonly #frames: Buffer[] = []
	#tail = ''
	#endLength = 0
	code: number | undefined

	push(frame: Buffer, token: string): void {
		this.#frames.push(frame)
		// The end may come in pieces: look at no more than it can be long.
		this.#tail = (this.#tail + frame.subarray(-64).toString('latin1')).slice(-(token.length + 8))
		const found = new RegExp(`\\0${token} (\\d+)\\n$`).exec(this.#tail)
		if (!found) return
		this.code = Number(found[1])
		this.#endLength = found[0].length
	}

	content(): Buffer {
		const whole = Buffer.concat(this.#frames)
		return whole.subarray(0, whole.length - this.#endLength)
	}
}
