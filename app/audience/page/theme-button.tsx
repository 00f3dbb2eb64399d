import { Moon, Sun } from 'lucide-react';
import { IconButton } from '../../ui/button';
import { switchTheme } from '../../ui/theme';
import { useTexts } from '../texts/use-texts';

/**
 * Light or dark, remembered in this browser. The styles show the fitting picture, because the server does not
 * know which it is.
 */
export function ThemeButton() {
  const { page } = useTexts();
  return (
    <IconButton label={page.theme} className="theme-button" onClick={switchTheme}>
      <Sun className="icon" />
      <Moon className="icon" />
    </IconButton>
  );
}
