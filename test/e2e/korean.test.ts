import { onStage } from './stage.ts'

describe('In Korean', () => {
	const stage = onStage({ language: 'ko' })

	it('names views, states and buttons', async () => {
		const { workbench } = stage()
		await workbench.row('볼륨', /^uploads.*shop-api-1, shop-catalog-1에서 사용 중/).waitFor()
		await workbench.row('볼륨', /^scratch.*사용 안 함/).waitFor()
		await workbench.row('네트워크', /^shop_back.*내부 전용/).waitFor()
		await workbench.view('레지스트리').getByRole('button', { name: '레지스트리에 로그인…' }).waitFor()
	})

	it('asks and complains', async () => {
		const { workbench } = stage()
		await workbench.command('Docker 볼륨: 볼륨 만들기')
		await workbench.quickInput.filter({ hasText: '볼륨의 이름' }).waitFor()
		await workbench.quickInput.locator('input.input').fill('-x')
		await workbench.complaint.filter({ hasText: '이름은 영문자나 숫자로 시작해야 합니다.' }).waitFor()
		await workbench.screenshot('korean')
		await workbench.page.keyboard.press('Escape')
	})
})
