import type * as vscode from 'vscode'
import type { Connection } from '../../engine/connection.ts'
import { chooseEngine } from './chooseEngine.ts'
import { joinGroup, startEngine } from './startEngine.ts'

/** Commands that mend the connection; they work without one. */
export function connectionCommands(parts: { readonly connection: Connection; readonly log: vscode.LogOutputChannel }) {
	return {
		'longshore.engine.choose': chooseEngine,
		'longshore.engine.reconnect': () => parts.connection.reconnect(),
		'longshore.engine.showLog': () => parts.log.show(),
		'longshore.engine.start': () => startEngine(parts.connection),
		'longshore.engine.joinGroup': joinGroup,
	}
}
