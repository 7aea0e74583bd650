import { randomUUID } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { performServerHandshake, type ServerHttp2Stream } from 'node:http2'
import { connect } from 'node:net'
import { pipeline } from 'node:stream/promises'
import { PbfReader, PbfWriter } from 'pbf'
import type { Engine } from '../../../engine/engine.ts'
import { hubRegistry, identityTokenUser, type Credential } from '../../../registries/account.ts'

/** What an engine may ask for while it builds. */
export interface SessionOffers {
	/** Who pulls from a registry, by its name in a reference: `docker.io`. Undefined for nobody in particular. */
	readonly signIn: (registry: string) => Promise<Credential | undefined>
	/** Paths of files by the name that `RUN --mount=type=secret` gives them. */
	readonly secrets: Readonly<Record<string, string>>
	/** Address of an SSH agent, for `RUN --mount=type=ssh`; undefined where none may be used. */
	readonly sshAgent: string | undefined
}

export interface BuildSession extends Disposable {
	/** By which `POST /build` names it. */
	readonly id: string
}

/** An answer's message, or the gRPC status that says why there is none. */
type Answer = Uint8Array | { readonly status: number }

/** Answers one call of the engine. */
type Method = (stream: ServerHttp2Stream) => Promise<void>

const notFound = { status: 5 }
const unimplemented = { status: 12 }

/**
 * Opens a way back from the engine for one build: `POST /session`, on whose connection the engine is the client of a gRPC
 * server (HTTP/2 without TLS, on the same connection). It asks for sign-ins when it pulls base images, and for secrets
 * and the SSH agent when an instruction mounts them: none becomes a part of the image, or of a request.
 *
 * @throws {EngineError} why the engine opens none.
 */
export async function openBuildSession(
	engine: Engine,
	offers: SessionOffers,
	signal: AbortSignal,
): Promise<BuildSession> {
	const methods: Readonly<Record<string, Method>> = {
		// The engine drops a session that doesn't say every now and then that it serves.
		'/grpc.health.v1.Health/Check': unary(() => written((writer) => writer.writeVarintField(1, 1))),
		'/moby.filesync.v1.Auth/Credentials': unary((message) => credentials(offers, message)),
		'/moby.buildkit.secrets.v1.Secrets/GetSecret': unary((message) => secret(offers, message)),
		...(offers.sshAgent === undefined ? {} : agentMethods(offers.sshAgent)),
	}
	const id = randomUUID()
	const connection = await engine.upgrade({
		method: 'POST',
		path: '/session',
		headers: {
			Upgrade: 'h2c',
			'X-Docker-Expose-Session-Uuid': id,
			'X-Docker-Expose-Session-Name': 'longshore',
			'X-Docker-Expose-Session-Grpc-Method': Object.keys(methods),
		},
		signal,
	})
	const server = performServerHandshake(connection)
	// How it ends, the build's own reply says.
	server.on('error', () => undefined)
	server.on('stream', (stream, headers) => {
		stream.on('error', () => undefined)
		const method = methods[headers[':path'] ?? ''] ?? unary(() => unimplemented)
		// However it ends, the instruction that asked says what came of it.
		void method(stream).catch(() => stream.close())
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

async function* messagesOf(stream: ServerHttp2Stream): AsyncGenerator<Uint8Array, void, undefined> {
	let rest = Buffer.alloc(0)
	for await (const chunk of stream) {
		if (Buffer.isBuffer(chunk)) rest = Buffer.concat([rest, chunk])
		for (;;) {
			const end = rest.length < prefix ? Number.POSITIVE_INFINITY : prefix + rest.readUInt32BE(1)
			if (rest.length < end) break
			yield rest.subarray(prefix, end)
			rest = rest.subarray(end)
		}
	}
}

async function messageOf(stream: ServerHttp2Stream): Promise<Uint8Array> {
	let message: Uint8Array = new Uint8Array()
	// Read to its end: a stream that is left before is reset.
	for await (const each of messagesOf(stream)) message = each
	return message
}

function framed(message: Uint8Array): Buffer {
	const head = Buffer.alloc(prefix)
	head.writeUInt32BE(message.length, 1)
	return Buffer.concat([head, message])
}

function respond(stream: ServerHttp2Stream, status: number): void {
	stream.respond({ ':status': 200, 'content-type': 'application/grpc' }, { waitForTrailers: true })
	stream.on('wantTrailers', () => stream.sendTrailers({ 'grpc-status': String(status) }))
}

/** Lets an instruction speak with the SSH agent: bytes both ways, each piece as the first field of a message. */
async function forward(stream: ServerHttp2Stream, address: string): Promise<void> {
	respond(stream, 0)
	const agent = connect(address)
	const asked = async function* () {
		for await (const message of messagesOf(stream)) yield bytesOf(message)
	}
	const answered = async function* (pieces: AsyncIterable<Buffer>) {
		for await (const piece of pieces) yield framed(written((writer) => writer.writeBytesField(1, piece)))
	}
	try {
		await Promise.all([pipeline(asked, agent), pipeline(agent, answered, stream)])
	} finally {
		agent.destroy()
	}
}

/** A method that has one message as its answer. */
function unary(answer: (message: Uint8Array) => Answer | Promise<Answer>): Method {
	return async (stream) => {
		const answered = await messageOf(stream)
			.then(answer)
			.catch(() => notFound)
		if (stream.destroyed) return
		const isMessage = answered instanceof Uint8Array
		respond(stream, isMessage ? 0 : answered.status)
		stream.end(isMessage ? framed(answered) : undefined)
	}
}

function agentMethods(address: string): Readonly<Record<string, Method>> {
	return {
		'/moby.sshforward.v1.SSH/CheckAgent': unary(() => written(() => undefined)),
		'/moby.sshforward.v1.SSH/ForwardAgent': (stream) => forward(stream, address),
	}
}

/** Credentials of a registry; empty where there are none, so that the engine asks without. */
export async function credentials({ signIn }: Pick<SessionOffers, 'signIn'>, message: Uint8Array): Promise<Uint8Array> {
	const host = textOf(message)
	const account = await signIn(host === 'registry-1.docker.io' ? hubRegistry : host)
	return written((writer) => {
		if (!account) return
		// As the docker CLI answers: without a user name the secret is taken for an identity token.
		if (account.userName !== identityTokenUser) writer.writeStringField(1, account.userName)
		writer.writeStringField(2, account.secret)
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
	return Buffer.from(bytesOf(message)).toString('utf8')
}

/** The same, where it is bytes. */
function bytesOf(message: Uint8Array): Uint8Array {
	const read = { bytes: new Uint8Array() }
	new PbfReader(message).readFields((field, _, reader) => {
		if (field === 1) read.bytes = new Uint8Array(reader.readBytes())
	}, read)
	return read.bytes
}

function written(write: (writer: PbfWriter) => void): Uint8Array {
	const writer = new PbfWriter()
	write(writer)
	return writer.finish()
}
