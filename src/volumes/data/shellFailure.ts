import { EngineError, type Reason } from '../../engine/errors.ts'

/** Exit codes of the functions that the helper's shell knows; others are those of the commands in them. */
export const exits = {
	notFound: 44,
	isFolder: 45,
	notFolder: 46,
	outside: 47,
	notFile: 48,
	tooLarge: 49,
	exists: 50,
	missingTool: 51,
	isRoot: 52,
	intoItself: 53,
} as const

export type Exit = keyof typeof exits

/** Something that files refuse. */
export class DataError extends EngineError {
	readonly exit: Exit

	constructor(exit: Exit, message?: string) {
		const [reason, meaning] = meanings[exit]
		super(reason, message || meaning)
		this.exit = exit
	}
}

const meanings: Readonly<Record<Exit, readonly [Reason, string]>> = {
	notFound: ['notFound', 'There is no such file or folder.'],
	isFolder: ['invalid', 'It is a folder.'],
	notFolder: ['invalid', 'It is not a folder.'],
	outside: ['denied', 'The link leads out of the volume.'],
	notFile: ['invalid', 'It is neither a file nor a folder.'],
	tooLarge: ['invalid', 'It is larger than the editor can take.'],
	exists: ['conflict', 'Something with this name is there already.'],
	missingTool: ['unsupported', 'The image lacks what is needed.'],
	isRoot: ['invalid', 'The root of a volume can be neither moved nor deleted.'],
	intoItself: ['invalid', 'A folder cannot go into itself.'],
}

const exitByCode: ReadonlyMap<number, Exit> = new Map(
	Object.keys(exits).map((key) => [exits[key as Exit], key as Exit]),
)

/** A shell passes on no errno, only its text: strerror(3) of glibc and musl in the C locale. */
const spoken: readonly (readonly [RegExp, Reason])[] = [
	[/No space left on device|Disk quota exceeded|Quota exceeded/, 'noSpace'],
	[/Read-only file ?system/i, 'readOnly'],
	[/Permission denied|Operation not permitted/, 'denied'],
	[/File ?name too long/i, 'invalid'],
	[/No such file or directory/, 'notFound'],
]

/** What the exit code of a script, or what it complained of, means. */
export function shellFailure(code: number, complaint: string): EngineError {
	const exit = exitByCode.get(code)
	if (exit !== undefined) return new DataError(exit, exit === 'missingTool' ? complaint : undefined)
	const [, heard = 'unexpected'] = spoken.find(([pattern]) => pattern.test(complaint)) ?? []
	return new EngineError(heard, complaint || `The helper answered with code ${code}.`)
}
