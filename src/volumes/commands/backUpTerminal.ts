import * as v from 'valibot'
import * as vscode from 'vscode'
import { composeProject } from '../../containers/container.ts'
import { Failure } from '../../ui/failure.ts'
import { absolutePath } from '../archive/absolutePath.ts'
import { backUpSeveral } from '../archive/backUpSeveral.ts'
import { hasZstd } from '../archive/backupFile.ts'
import type { VolumeParts } from '../parts.ts'
import { describeArchive } from './archiveMessage.ts'
import { amountText } from './archiveProgress.ts'

/** `tasks.json`: what to back up, where to, and what becomes of the containers that may write meanwhile. */
const definitionSchema = v.object({
	type: v.literal('longshore: backup'),
	volumes: v.optional(v.array(v.string()), []),
	project: v.optional(v.string()),
	folder: v.string(),
	compression: v.optional(v.picklist(['zstd', 'gzip', 'none'])),
	containers: v.optional(v.picklist(['leave', 'pause', 'stop']), 'leave'),
})

type Definition = v.InferOutput<typeof definitionSchema>

/** What a task needs of the extension. */
export type TaskParts = Pick<VolumeParts, 'connection' | 'inventory'>

/** Writes what is going on to the task's terminal; closing it cancels. */
export class BackUpTerminal implements vscode.Pseudoterminal {
	readonly #parts: TaskParts
	readonly #definition: unknown
	readonly #abort = new AbortController()
	readonly #output = new vscode.EventEmitter<string>()
	readonly #end = new vscode.EventEmitter<number>()
	readonly onDidWrite = this.#output.event
	readonly onDidClose = this.#end.event

	constructor(parts: TaskParts, definition: unknown) {
		this.#parts = parts
		this.#definition = definition
	}

	open(): void {
		this.#run().then(
			(code) => this.#end.fire(code),
			(error: unknown) => {
				this.#write(describeArchive(error))
				this.#end.fire(1)
			},
		)
	}

	close(): void {
		this.#abort.abort()
	}

	async #run(): Promise<number> {
		const parsed = v.safeParse(definitionSchema, this.#definition)
		if (!parsed.success) {
			const [issue] = parsed.issues
			throw new Failure(
				vscode.l10n.t('The task cannot be understood: {0}: {1}', v.getDotPath(issue) ?? '', issue.message),
			)
		}
		const { connection, inventory } = this.#parts
		const engine = await connection.connected()
		await inventory.loaded('volumes', 'containers')
		const volumes = this.#volumes(parsed.output)
		const { folder, compression, containers: hold } = parsed.output
		const request = {
			volumes,
			containers: [...inventory.containers.values()],
			hold,
			folder: absolute(folder),
			compression: compression ?? (hasZstd() ? 'zstd' : 'gzip'),
		}
		await vscode.workspace.fs.createDirectory(vscode.Uri.file(request.folder))
		let shown = ''
		const results = await backUpSeveral(engine, request, {
			signal: this.#abort.signal,
			report: ({ volume, index }) => {
				if (volume !== shown) this.#write(vscode.l10n.t('{0} ({1} of {2}) …', volume, index + 1, volumes.length))
				shown = volume
			},
		})
		for (const result of results) {
			this.#write(
				result.kind === 'done'
					? vscode.l10n.t('{0}: {1} → {2}', result.volume, amountText(result.amount), result.path)
					: vscode.l10n.t('{0}: failed: {1}', result.volume, describeArchive(result.error)),
			)
		}
		return results.every((result) => result.kind === 'done') ? 0 : 1
	}

	#volumes({ volumes, project }: Definition): readonly string[] {
		const all = [...this.#parts.inventory.volumes.values()]
		const ofProject = project === undefined ? [] : all.filter((each) => composeProject(each.labels) === project)
		if (project !== undefined && ofProject.length === 0) {
			throw new Failure(vscode.l10n.t('The compose project “{0}” has no volumes on this engine.', project))
		}
		const names = [...new Set([...volumes, ...ofProject.map((each) => each.name)])]
		if (names.length === 0) throw new Failure(vscode.l10n.t('The task names neither volumes nor a project.'))
		return names
	}

	#write(line: string): void {
		this.#output.fire(`${line.replaceAll('\n', '\r\n')}\r\n`)
	}
}

function absolute(folder: string): string {
	const workspace = vscode.workspace.workspaceFolders?.find(({ uri }) => uri.scheme === 'file')
	const path = absolutePath(folder, workspace?.uri.fsPath)
	if (path !== undefined) return path
	throw new Failure(vscode.l10n.t('Without a workspace folder, “folder” has to be an absolute path.'))
}
