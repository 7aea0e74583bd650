import { randomUUID } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { performServerHandshake, type ServerHttp2Stream } from 'node:http2'
import { PbfReader, PbfWriter } from 'pbf'
import type { Engine } from '../../../engine/engine.ts'

/** What an engine may ask for while it builds. */
export interface SessionOffers {
	/** Sign-ins by registry, `https://index.docker.io/v1/` for Docker Hub. */
	readonly registries: Readonly<Record<string, { readonly username: string; readonly password: string }>>
	/** Paths of files by the name that `RUN --mount=type=secret` gives them. */
	readonly secrets: Readonly<Record<string, string>>
}

export interface BuildSession extends Disposable {
	/** By which `POST /build` names it. */
	readonly id: string
}

/** An answer's message, or the gRPC status that says why there is none. */
type Answer = Uint8Array | { readonly status: number }

const notFound = { status: 5 }
const unimplemented = { status: 12 }

/**
 * Opens a way back from the engine for one build: `POST /session`, on whose connection the engine is the client of a gRPC
 * server (HTTP/2 without TLS, on the same connection). It asks for sign-ins when it pulls base images, and for secrets
 * when an instruction mounts one: neither becomes a part of the image, or of a request.
 *
 * @throws {EngineError} why the engine opens none.
 */
export async function openBuildSession(
	engine: Engine,
	offers: SessionOffers,
	signal: AbortSignal,
): Promise<BuildSession> {
	const answers: Readonly<Record<string, (message: Uint8Array) => Answer | Promise<Answer>>> = {
		// The engine drops a session that doesn't say every now and then that it serves.
		'/grpc.health.v1.Health/Check': () => written((writer) => writer.writeVarintField(1, 1)),
		'/moby.filesync.v1.Auth/Credentials': (message) => credentials(offers, message),
		'/moby.buildkit.secrets.v1.Secrets/GetSecret': (message) => secret(offers, message),
	}
	const id = randomUUID()
	const connection = await engine.upgrade({
		method: 'POST',
		path: '/session',
		headers: {
			Upgrade: 'h2c',
			'X-Docker-Expose-Session-Uuid': id,
			'X-Docker-Expose-Session-Name': 'longshore',
			'X-Docker-Expose-Session-Grpc-Method': Object.keys(answers),
		},
		signal,
	})
	const server = performServerHandshake(connection)
	// How it ends, the build's own reply says.
	server.on('error', () => undefined)
	server.on('stream', (stream, headers) => {
		stream.on('error', () => undefined)
		const answer = answers[headers[':path'] ?? '']
		void reply(stream, async () => (answer ? await answer(await messageOf(stream)) : unimplemented))
	})
	return {
		id,
		[Symbol.dispose]: () => {
			server.destroy()
			connection.destroy()
		},
	}
}

/** Of a message: whether it is compressed (1 byte), and its length (4 bytes); gRPC over HTTP/2, "Length-Prefixed-Message". */
const prefix = 5

async function messageOf(stream: ServerHttp2Stream): Promise<Uint8Array> {
	const chunks: Buffer[] = []
	for await (const chunk of stream) if (Buffer.isBuffer(chunk)) chunks.push(chunk)
	return Buffer.concat(chunks).subarray(prefix)
}

async function reply(stream: ServerHttp2Stream, answer: () => Promise<Answer>): Promise<void> {
	const answered = await answer().catch(() => notFound)
	if (stream.destroyed) return
	const status = answered instanceof Uint8Array ? 0 : answered.status
	stream.respond({ ':status': 200, 'content-type': 'application/grpc' }, { waitForTrailers: true })
	stream.on('wantTrailers', () => stream.sendTrailers({ 'grpc-status': String(status) }))
	if (!(answered instanceof Uint8Array)) {
		stream.end()
		return
	}
	const head = Buffer.alloc(prefix)
	head.writeUInt32BE(answered.length, 1)
	stream.end(Buffer.concat([head, answered]))
}

/** Credentials of a registry; empty where there are none, so that the engine asks without. */
function credentials({ registries }: SessionOffers, message: Uint8Array): Answer {
	const host = textOf(message)
	const account = registries[host === 'registry-1.docker.io' ? 'https://index.docker.io/v1/' : host]
	return written((writer) => {
		if (!account) return
		writer.writeStringField(1, account.username)
		writer.writeStringField(2, account.password)
	})
}

async function secret({ secrets }: SessionOffers, message: Uint8Array): Promise<Answer> {
	const path = secrets[textOf(message)]
	if (path === undefined) return notFound
	const content = await readFile(path)
	return written((writer) => writer.writeBytesField(1, content))
}

/** The first field, which says what is asked for. */
function textOf(message: Uint8Array): string {
	const read = { text: '' }
	new PbfReader(message).readFields((field, _, reader) => {
		if (field === 1) read.text = reader.readString()
	}, read)
	return read.text
}

function written(write: (writer: PbfWriter) => void): Uint8Array {
	const writer = new PbfWriter()
	write(writer)
	return writer.finish()
}
