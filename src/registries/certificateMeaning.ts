import * as vscode from 'vscode'
import { certificateProblem } from './certificate.ts'

/** It is the editor that must trust here; the engine, which pushes, is asked by itself where this side does not. */
export function certificateMeaning(registry: string, message: string): string {
	switch (certificateProblem(message)) {
		case 'unknownAuthority':
			return vscode.l10n.t(
				'The certificate of {0} is signed by an authority that this machine does not know. Add it to the system’s. ({1})',
				registry,
				message,
			)
		case 'expired':
			return vscode.l10n.t('The certificate of {0} has expired or is not valid yet. ({1})', registry, message)
		case 'wrongName':
			return vscode.l10n.t('The certificate of {0} is for another name. ({1})', registry, message)
		case 'plainHttp':
			return vscode.l10n.t('{0} does not encrypt, so that nothing secret is sent to it. ({1})', registry, message)
		case 'other':
			return vscode.l10n.t('The secure connection to {0} could not be set up. ({1})', registry, message)
	}
}
