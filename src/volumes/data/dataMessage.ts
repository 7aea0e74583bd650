import * as vscode from 'vscode'
import { Failure } from '../../ui/failure.ts'
import { DataError } from './shellFailure.ts'

/** What files refuse, for a person. */
export function dataMessage({ exit, message }: DataError): string {
	switch (exit) {
		case 'notFound':
			return vscode.l10n.t('There is no such file or folder any more.')
		case 'isFolder':
			return vscode.l10n.t('It is a folder, not a file.')
		case 'notFolder':
			return vscode.l10n.t('It is not a folder.')
		case 'exists':
			return vscode.l10n.t('There is a file or folder with this name already.')
		case 'outside':
			return vscode.l10n.t('The link leads out of the volume.')
		case 'tooLarge':
			return vscode.l10n.t('The file is larger than the editor can take (256 MB). Download it instead.')
		case 'notFile':
			return vscode.l10n.t('It is neither a file nor a folder, but a device, pipe or socket.')
		case 'isRoot':
			return vscode.l10n.t('The root of a volume can be neither moved nor deleted.')
		case 'intoItself':
			return vscode.l10n.t('A folder cannot go into itself.')
		case 'missingTool':
			return vscode.l10n.t(
				'The image that serves volumes’ data lacks what is needed ({0}). Name another one in the setting “longshore.volumes.helperImage”.',
				message.replace(/\.$/, ''),
			)
	}
}

/** The error as one that a person is shown; others stay as they are. */
export function dataFailure(error: unknown): unknown {
	return error instanceof DataError ? new Failure(dataMessage(error), [], error) : error
}
