import { PbfReader } from 'pbf'
import type { BuildWarning } from '../build.ts'

/** One node of a build's graph, an instruction or a step of the builder's own; it is told anew when it changes. */
export interface Vertex {
	readonly digest: string
	/** `[build 2/5] RUN make`, or what the builder does by itself: `exporting to image`. */
	readonly name: string
	readonly isCached: boolean
	/** Seconds since 1970. */
	readonly startedAt: number | undefined
	readonly completedAt: number | undefined
	/** Empty unless it failed. */
	readonly error: string
}

/** How far a part of a vertex is: a layer that is fetched, a name that is given. */
export interface VertexStatus {
	readonly vertex: string
	readonly id: string
	readonly isCompleted: boolean
}

/** What an instruction has written, as it comes; often a part of a line. */
export interface VertexLog {
	readonly vertex: string
	readonly message: Uint8Array
}

/** What the builder finds questionable in the Dockerfile. */
export interface VertexWarning extends BuildWarning {
	readonly vertex: string
}

export interface Trace {
	readonly vertexes: readonly Vertex[]
	readonly statuses: readonly VertexStatus[]
	readonly logs: readonly VertexLog[]
	readonly warnings: readonly VertexWarning[]
}

/**
 * Reads what BuildKit tells of a build's course, as `POST /build` hands it on under `moby.buildkit.trace`.
 *
 * @param aux base64 of a `moby.buildkit.v1.StatusResponse`; BuildKit's `api/services/control/control.proto`.
 * @throws {Error} when it is no such message.
 */
export function readTrace(aux: string): Trace {
	const trace = {
		vertexes: new Array<Vertex>(),
		statuses: new Array<VertexStatus>(),
		logs: new Array<VertexLog>(),
		warnings: new Array<VertexWarning>(),
	}
	return new PbfReader(Buffer.from(aux, 'base64')).readFields((field, _, reader) => {
		if (field === 1) trace.vertexes.push(readVertex(reader))
		else if (field === 2) trace.statuses.push(readStatus(reader))
		else if (field === 3) trace.logs.push(readLog(reader))
		else if (field === 4) trace.warnings.push(readWarning(reader))
	}, trace)
}

function readVertex(reader: PbfReader): Vertex {
	const vertex = {
		digest: '',
		name: '',
		isCached: false,
		startedAt: undefined as number | undefined,
		completedAt: undefined as number | undefined,
		error: '',
	}
	return reader.readMessage((field) => {
		if (field === 1) vertex.digest = reader.readString()
		else if (field === 3) vertex.name = reader.readString()
		else if (field === 4) vertex.isCached = reader.readBoolean()
		else if (field === 5) vertex.startedAt = readTimestamp(reader)
		else if (field === 6) vertex.completedAt = readTimestamp(reader)
		else if (field === 7) vertex.error = reader.readString()
	}, vertex)
}

function readStatus(reader: PbfReader): VertexStatus {
	const status = { vertex: '', id: '', isCompleted: false }
	return reader.readMessage((field) => {
		if (field === 1) status.id = reader.readString()
		else if (field === 2) status.vertex = reader.readString()
		else if (field === 8) status.isCompleted = readTimestamp(reader) > 0
	}, status)
}

function readLog(reader: PbfReader): VertexLog {
	const log: { vertex: string; message: Uint8Array } = { vertex: '', message: new Uint8Array() }
	return reader.readMessage((field) => {
		if (field === 1) log.vertex = reader.readString()
		else if (field === 4) log.message = reader.readBytes()
	}, log)
}

function readWarning(reader: PbfReader): VertexWarning {
	const warning = { vertex: '', message: '', url: '', lines: undefined as BuildWarning['lines'] }
	return reader.readMessage((field) => {
		if (field === 1) warning.vertex = reader.readString()
		else if (field === 3) warning.message = reader.readString()
		else if (field === 5) warning.url = reader.readString()
		else if (field === 7) warning.lines ??= readLines(reader)
	}, warning)
}

/** `pb.Range`, whose lines count from 1. */
function readLines(reader: PbfReader): BuildWarning['lines'] {
	const lines = { first: 0, last: 0 }
	reader.readMessage((field) => {
		if (field === 1) lines.first = readLine(reader)
		else if (field === 2) lines.last = readLine(reader)
	}, lines)
	return lines.first < 0 ? undefined : { first: lines.first, last: Math.max(lines.first, lines.last) }
}

/** `pb.Position` */
function readLine(reader: PbfReader): number {
	const position = { line: 0 }
	reader.readMessage((field) => {
		if (field === 1) position.line = reader.readVarint(true)
	}, position)
	return position.line - 1
}

/** `google.protobuf.Timestamp` */
function readTimestamp(reader: PbfReader): number {
	const parts = { seconds: 0, nanoseconds: 0 }
	reader.readMessage((field) => {
		if (field === 1) parts.seconds = reader.readVarint(true)
		else if (field === 2) parts.nanoseconds = reader.readVarint(true)
	}, parts)
	return parts.seconds + parts.nanoseconds / 1e9
}
